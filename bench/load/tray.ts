// Fills a register and cases by plain SQL, then scans trays whose true owners it knows, as the page and the API do. One
// NDJSON line for the filling, one a tray.
import { randomUUID } from 'node:crypto'
import { openLedger } from '#ledger'
import { type Imei, type ImeiKey, imeiOf } from '#lib/imei/imei'
import type { MatchTables } from '#modules/exhibits/public'
import { scanTray, TrayId, type TrayTables } from '#modules/exhibits/public'
import { openDatabase } from '#platform/database'

type Input = { ownerUrl: string; serverUrl: string; handsets: number; cases: number; trays: number }
const { ownerUrl, serverUrl, handsets, cases, trays } = JSON.parse(process.argv[2] ?? '{}') as Input
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

// Handset n has keys of one model and neighbouring serials, as makers give them. Cases are the handsets 1 to `cases`:
// of ten, four know no IMEI but the handset, four know one, two know both. A shop sold the even handsets; of the others only
// their owner's typing ties the numbers together, which a person has to look at.
const tacs = 200
const keyOfSql = (n: string, slot: number) =>
  `(35000000 + ${n} % ${tacs})::text || lpad((((${n}) / ${tacs}) * 2 + ${slot})::text, 6, '0')`
const keyOf = (n: number, slot: 0 | 1) =>
  `${35000000 + (n % tacs)}${String(Math.floor(n / tacs) * 2 + slot).padStart(6, '0')}` as ImeiKey
const id = (kind: string, n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const idSql = (kind: string, n: string) => `('${kind}0000000-0000-4000-8000-' || lpad((${n})::text, 12, '0'))`

const began = performance.now()
const owner = openDatabase(ownerUrl, { max: 1 })
const run = (sql: string) => owner.pool.query(sql)
await run(`insert into imei_claim (imei_key, claim, sold)
  select key, 'handset/' || ${idSql('a', 'n')}, n % 2 = 0 from generate_series(1, ${handsets}) n,
  lateral (values (${keyOfSql('n', 0)}), (${keyOfSql('n', 1)})) as slot(key)`)
await run(`insert into theft_case (case_id, tenant, channel, method, means, level, safe_mode, handset, imei_keys, conflicts, opened_at)
  select ${idSql('c', 'n')}::uuid, 'demo', 'web', 'snatch', 'police-handler', 2, false, ${idSql('a', 'n')}::uuid,
    case when n % 10 < 4 then '{}'::text[] when n % 10 < 8 then array[${keyOfSql('n', 0)}]
      else array[${keyOfSql('n', 0)}, ${keyOfSql('n', 1)}] end, '{}', now()
  from generate_series(1, ${cases}) n`)
await run(`insert into imei_claim select unnest(imei_keys), 'case/' || case_id from theft_case`)
await run(`insert into imei_status select unnest(imei_keys), 'stolen', case_id, null from theft_case`)
// One handset in fifty has a copy that somebody registered too; one case in fifty was reported by a second person.
await run(
  `insert into imei_claim select ${keyOfSql('n', 0)}, 'handset/' || ${idSql('b', 'n')} from generate_series(50, ${handsets}, 50) n`,
)
await run(`insert into theft_case (case_id, tenant, channel, method, means, level, safe_mode, imei_keys, conflicts, opened_at)
  select ${idSql('d', 'n')}::uuid, 'demo', 'web', 'snatch', 'police-handler', 2, false, array[${keyOfSql('n', 0)}], '{}', now()
  from generate_series(25, ${cases}, 50) n`)
await run(
  `insert into imei_claim select unnest(imei_keys), 'case/' || case_id from theft_case where case_id::text like 'd%'`,
)
await run('analyze')
const { rows: counted } = await run('select count(distinct imei_key)::int as imeis from imei_claim')
await owner.close()
say({ at: Date.now(), filledMs: performance.now() - began, cases, imeis: counted[0].imeis })

/** The true owner of a row: a case, a handset, or nobody that the records can tell for certain. */
type Row = { text: string; truth: string | undefined; hidden?: boolean }
let seed = 7
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}
const pick = (from: number, to: number) => from + Math.floor(random() * (to - from))
/** A handset that has neither a registered copy nor a second reporter. */
function plain(from: number, to: number): number {
  for (;;) {
    const n = pick(from, to)
    if (n % 25 !== 0) return n
  }
}
const imeis = (n: number, ...slots: (0 | 1)[]): string => slots.map((slot) => imeiOf(keyOf(n, slot))).join(';')
/** The case, if it knows a number that was read or that a shop sold with it; else the handset that nobody reported. */
function truthOf(n: number, ...read: (0 | 1)[]): string | undefined {
  if (n > cases) return id('a', n)
  const known = n % 10 < 4 ? [] : n % 10 < 8 ? [0] : [0, 1]
  const tied = n % 2 === 0 ? [0, 1] : read
  return known.some((slot) => tied.includes(slot)) ? id('c', n) : undefined
}

function rowOf(place: number): Row {
  const kind = place % 20
  const [stolen, kept] = [plain(1, cases), plain(cases + 1, handsets)]
  if (kind < 8) return { text: imeis(stolen, 0, 1), truth: truthOf(stolen, 0, 1) }
  if (kind < 11) {
    const slot = random() < 0.5 ? 0 : 1
    return { text: imeis(stolen, slot), truth: truthOf(stolen, slot) }
  }
  if (kind < 13) return { text: imeis(kept, 0, 1), truth: truthOf(kept, 0, 1) }
  if (kind === 13) return { text: imeis(pick(1, cases / 50) * 50, 0), truth: undefined } // a copy is registered
  if (kind === 14) return { text: imeis(pick(0, cases / 50) * 50 + 25, 0), truth: undefined } // two people reported it
  if (kind === 15) return { text: `${imeis(stolen, 0)};${imeis(kept, 1)}`, truth: undefined } // label and screen disagree
  if (kind === 16)
    return {
      text: `${imeis(stolen, 0)};${imeiOf(`86000000${String(place).padStart(6, '0')}` as ImeiKey)}`,
      truth: undefined,
    }
  if (kind === 17) return { text: misread(imeiOf(keyOf(stolen, 0))), truth: undefined }
  if (kind === 18) return { text: imeiOf(`86111111${String(place).padStart(6, '0')}` as ImeiKey), truth: undefined }
  return { text: imeis(stolen, 0), truth: truthOf(stolen, 0), hidden: place % 200 === 19 }
}

/** One digit read wrong, as a camera or a tired eye does. */
function misread(imei: Imei): string {
  const at = pick(8, 14)
  return imei.slice(0, at) + ((Number(imei[at]) + pick(1, 9)) % 10) + imei.slice(at + 1)
}

const database = openDatabase<MatchTables & TrayTables>(serverUrl, { max: 4, pipeline: true })
const ledger = openLedger({ database: database as never, views: [], now: () => new Date(), random: Math.random })
const meta = { actor: 'staff:bench', tenant: 'demo', cause: 'bench' }
for (let round = 0; round <= trays; round++) {
  const rows = Array.from({ length: 1000 }, (_, place) => rowOf(place))
  const text = rows.map((row, at) => `${row.text};ST/${at + 1}`).join('\n')
  const [start, busy] = [performance.now(), process.cpuUsage()]
  const scanned = await database.kysely
    .transaction()
    .execute((db) =>
      scanTray(
        { db, tenant: 'demo', execute: (command, input) => ledger.execute(command, input, meta) },
        TrayId.parse(randomUUID()),
        text,
      ),
    )
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(busy)
  if (!('rows' in scanned)) throw new Error(scanned.says)
  const judged = scanned.rows.map((row, at) => ({ row, truth: rows[at]?.truth, hidden: rows[at]?.hidden ?? false }))
  const matched = judged.filter(({ row, hidden }) => row.state === 'matched' && !hidden)
  const right = matched.filter(({ row, truth }) => (row.case_id ?? row.handset) === truth)
  // The first tray pays for cold caches and is not counted.
  if (round > 0)
    say({
      ...{
        at: Date.now(),
        ms,
        ownMs: (user + system) / 1000,
        rows: rows.length,
        matched: matched.length,
        wrong: matched.length - right.length,
      },
      matchable: judged.filter(({ truth, hidden }) => truth !== undefined && !hidden).length,
      typedOnly: judged.filter(({ row }) => row.why === 'typed-only').length,
      ...{ found: right.length, hidden: judged.filter(({ row, hidden }) => hidden && row.state === 'matched').length },
    })
}
await ledger.settled()
await database.close()
