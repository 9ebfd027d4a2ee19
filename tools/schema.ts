// Prints the form of a migrated database as db/schema.sql holds it, so that a review sees every effect of a migration.
import type pg from 'pg'

const tables = `
select n.nspname || '.' || c.relname as name, c.reloptions as options,
  (select string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attidentity <> '' then ' generated always as identity' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
      case when a.attnotnull then ' not null' else '' end), E',\\n' order by a.attnum)
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname in ('public', 'published') order by 1`

const rest = `
select line from (
  select 1 as part, conrelid::regclass::text || conname as place,
    format('alter table %s add constraint %s %s;', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line
  from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 0
  union all
  select 2, indexname, indexdef || ';' from pg_indexes
  where schemaname = 'public' and indexname not in (select conname from pg_constraint)
  union all
  select 3, tgrelid::regclass::text || tgname, pg_get_triggerdef(oid) || ';' from pg_trigger where not tgisinternal
  union all
  select 4, proname, pg_get_functiondef(oid) || ';' from pg_proc where pronamespace = 'public'::regnamespace
  union all
  select 5, viewname, format('create view %s.%s as%s', schemaname, viewname, E'\\n' || definition) from pg_views where schemaname in ('public', 'published')
  union all
  select 6, table_schema || table_name,
    format('grant %s on %s.%s to %s;', string_agg(lower(privilege_type), ', ' order by privilege_type), table_schema, table_name, grantee)
  from information_schema.role_table_grants where grantee = 'ringback_server' group by table_schema, table_name, grantee
) everything order by part, place collate "C", line collate "C"`

/** The schema of a database as text, the same on every PostgreSQL from 15 on. */
export async function schemaText(db: Pick<pg.Pool, 'query'>): Promise<string> {
  const { rows } = await db.query<{ name: string; options: string[] | null; columns: string }>(tables)
  const { rows: lines } = await db.query<{ line: string }>(rest)
  const created = rows.map(({ name, options, columns }) => {
    const more = options ? ` with (${[...options].sort().join(', ')})` : ''
    return `create table ${name} (\n${columns}\n)${more};`
  })
  const header = '-- Made by npm run schema from the migrations. Read it, do not edit it.'
  return `${[header, ...created, ...lines.map(({ line }) => line.trimEnd())].join('\n\n')}\n`
}
