import type { Client } from 'pg'
import { type CatalogTable, quoteName, readCatalog } from './catalog.ts'
import { BackupDamaged, type BackupHeader, type BackupTrailer, decoded } from './format.ts'
import type { OpenBackup } from './read-backup.ts'

/** Empties all tables and loads every row of a backup, with triggers of ours silent, in the caller's transaction. */
export async function loadRows(client: Client, backup: OpenBackup, onBytes?: (bytes: number) => void): Promise<number> {
  const tables = await readCatalog(client)
  refuseOtherColumns(tables, backup.header)
  const triggers = await ownTriggers(client)
  const inner = await selfReferences(client)
  for (const { table, name } of triggers) await client.query(`alter table ${table} disable trigger ${name}`)
  for (const one of inner) await client.query(`${one} deferrable initially deferred`)
  await client.query(`truncate ${tables.map(({ name }) => quoteName(name)).join(', ')}`)
  await makePartitions(client, backup.header)
  const { rows, trailer } = await insertAll(client, tables, backup, onBytes)
  await setSequences(client, trailer)
  await client.query('set constraints all immediate')
  for (const one of inner) await client.query(`${one} not deferrable`)
  for (const { table, name, enable } of triggers) await client.query(`alter table ${table} ${enable} trigger ${name}`)
  return rows
}

function refuseOtherColumns(tables: CatalogTable[], header: BackupHeader): void {
  const form = ({ name, columns }: BackupHeader['tables'][number]) =>
    JSON.stringify([name, columns.map((column) => `${column.name} ${column.type}`).sort()])
  const ours = new Set(tables.map(form))
  const odd = header.tables.find((table) => !ours.has(form(table)))
  if (odd) throw new BackupDamaged(`its table ${odd.name} is not what the migrations that it names make`)
}

async function insertAll(
  client: Client,
  tables: CatalogTable[],
  backup: OpenBackup,
  onBytes?: (bytes: number) => void,
) {
  const statements = new Map(tables.map((table) => [table.name, insertOf(table)]))
  let [rows, chars, table] = [0, 0, '']
  let batch: string[] = []
  const flush = async () => {
    const sql = statements.get(table)
    if (sql && batch.length > 0)
      await client.query({ name: `load ${table}`.slice(0, 63), text: sql, values: [`[${batch.join()}]`] })
    onBytes?.(backup.bytesRead())
    rows += batch.length
    ;[batch, chars] = [[], 0]
  }
  for (;;) {
    const next = await backup.lines.next()
    if (next.done || next.value.table !== table || batch.length >= 1000 || chars > 2_000_000) await flush()
    if (next.done) return { rows, trailer: next.value }
    table = next.value.table
    batch.push(next.value.line)
    chars += next.value.line.length
  }
}

// As jsonb, so that PostgreSQL reads each number and instant itself.
function insertOf({ name, columns }: CatalogTable): string {
  const names = columns.map((column) => quoteName(column.name)).join(', ')
  const values = columns.map((column) => decoded(column.name, column.type)).join(', ')
  return `insert into ${quoteName(name)} (${names}) overriding system value
    select ${values} from (select e->'row' as r from jsonb_array_elements($1::jsonb) e) lines`
}

async function makePartitions(client: Client, { partitions }: BackupHeader): Promise<void> {
  for (const { name, of, bound } of partitions)
    await client.query(`create table if not exists ${quoteName(name)} partition of ${quoteName(of)} ${bound}`)
}

async function ownTriggers(client: Client) {
  const { rows } = await client.query<{ table: string; name: string; enable: string }>(
    `select format('%I', c.relname) as table, format('%I', t.tgname) as name,
       case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as enable
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D'`,
  )
  return rows
}

// A row may come before the row of its own table that it refers to.
async function selfReferences(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ alter: string }>(
    `select format('alter table %I alter constraint %I', c.relname, f.conname) as alter
     from pg_constraint f join pg_class c on c.oid = f.conrelid
     where c.relnamespace = 'public'::regnamespace and f.contype = 'f' and f.conrelid = f.confrelid
       and not f.condeferrable and f.conparentid = 0`,
  )
  return rows.map(({ alter }) => alter)
}

// Where the backup saw them, or past the highest number in use, whichever is further.
async function setSequences(client: Client, { sequences }: BackupTrailer): Promise<void> {
  const { rows } = await client.query<{ name: string; table: string | null; column: string | null }>(
    `select s.relname as name, quote_ident(c.relname) as table, quote_ident(a.attname) as column
     from pg_class s left join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.refobjsubid > 0
       and d.refclassid = 'pg_class'::regclass
     left join pg_class c on c.oid = d.refobjid
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
     where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace`,
  )
  for (const { name, table, column } of rows) {
    const highest = table && column ? `(select max(${column}) from ${table})` : 'null::bigint'
    await client.query(
      `select setval($1::regclass, top) from (select greatest($2::bigint, ${highest}) as top) t where top is not null`,
      [quoteName(name), sequences[name] ?? null],
    )
  }
}
