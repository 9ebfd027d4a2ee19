import type { ClientBase } from 'pg'
import type { BackupHeader, BackupTable } from './format.ts'

/** A table as the catalog has it; `key` orders its rows (the primary key, or one that counts nulls as alike), `parents` are the tables that its foreign keys name. */
export type CatalogTable = BackupTable & { key: string[]; parents: string[]; estimate: number; rowBytes: number }

// Told by their own part of the file: migrations stand in its header, and a restore writes its state itself.
const apart = ['migration', 'restore_state']

const TABLES = `
  select c.relname as name, greatest(c.reltuples, 0)::float8 as estimate,
    (case when c.reltuples > 0 then pg_table_size(c.oid) / c.reltuples else 0 end)::float8 as "rowBytes",
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
     from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    coalesce((select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum))
     from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
     where i.indexrelid = (select k.indexrelid from pg_index k where k.indrelid = c.oid
       and (k.indisprimary or k.indnullsnotdistinct) order by k.indisprimary desc, k.indexrelid limit 1)), '[]') as key,
    coalesce((select json_agg(distinct p.relname) from pg_constraint f join pg_class p on p.oid = f.confrelid
     where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid), '[]') as parents
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> all ($1)
  order by c.relname`

/** Every table of the public schema, a table after all that it refers to; the tables in `first` as early as that allows. */
export async function readCatalog(client: ClientBase, first: readonly string[] = []): Promise<CatalogTable[]> {
  const { rows } = await client.query<CatalogTable>(TABLES, [apart])
  const keyless = rows.find((table) => table.key.length === 0)
  if (keyless)
    throw new Error(
      `the table ${keyless.name} has no primary key: give it one (or a key that counts nulls as alike), or it cannot be backed up`,
    )
  return parentsFirst([...rows.filter(isIn(first)).sort(byPlace(first)), ...rows.filter((row) => !isIn(first)(row))])
}

const isIn = (names: readonly string[]) => (table: CatalogTable) => names.includes(table.name)
const byPlace = (names: readonly string[]) => (a: CatalogTable, b: CatalogTable) =>
  names.indexOf(a.name) - names.indexOf(b.name)

/** The same tables, each after its parents. Tables that refer to each other in a ring cannot be ordered: a fault. */
export function parentsFirst<T extends { name: string; parents: string[] }>(tables: readonly T[]): T[] {
  const ordered: T[] = []
  const waiting = [...tables]
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ parents }) => !waiting.some(({ name }) => parents.includes(name)))
    const [table] = next < 0 ? [] : waiting.splice(next, 1)
    if (!table)
      throw new Error(`these tables refer to each other in a ring: ${waiting.map(({ name }) => name).join(', ')}`)
    ordered.push(table)
  }
  return ordered
}

/** The partitions of partitioned tables, outer ones first. The server makes some as time goes on, so no migration has them. */
export async function readPartitions(client: ClientBase): Promise<BackupHeader['partitions']> {
  const { rows } = await client.query<BackupHeader['partitions'][number]>(
    `select c.relname as name, p.relname as of, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
     where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p')
     order by c.oid`,
  )
  return rows
}

/** A name as SQL; catalog names need it when they are words of the language. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
