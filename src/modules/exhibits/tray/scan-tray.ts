import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { RestrictionTables } from '#modules/blocklist/public'
import { recordTray } from '../commands/record-tray.ts'
import type { MatchTables } from '../match/facts.ts'
import { networksSay } from '../networks-say.ts'
import type { TrayId } from '../vocabulary.ts'
import { type JudgedLine, judgeTray } from './judge-tray.ts'
import { mostLines, readTray } from './read-lines.ts'
import type { TrayRow, TrayTables } from './tables.ts'

export type ScanTables = MatchTables & TrayTables & RestrictionTables

/** What scanning needs of a request. */
type Parts = {
  readonly db: Kysely<ScanTables>
  readonly tenant: string
  readonly execute: (
    command: typeof recordTray,
    input: Parameters<typeof recordTray.stream>[0],
  ) => Promise<{ ok: boolean; refused?: string }>
}

export type Scanned =
  | { readonly tray: TrayId; readonly rows: readonly TrayRow[]; readonly says?: undefined }
  | { readonly says: string }

/**
 * Reads a tray, judges every line, keeps the rows and records one fact. Nothing is seized yet and nobody is told: that is
 * for an officer to say.
 */
export async function scanTray({ db, tenant, execute }: Parts, tray: TrayId, text: string): Promise<Scanned> {
  const lines = readTray(text)
  if (lines.length === 0) return { says: 'Scan, paste or choose a file with at least one phone.' }
  if (lines.length > mostLines)
    return { says: `A tray has at most ${mostLines} phones. Send the rest as another tray.` }
  const judged = await judgeTray(db as unknown as Kysely<MatchTables>, lines)
  const networks = await networksSay(db as unknown as Kysely<RestrictionTables>, judged, new Date())
  const rows = judged.map((line) => ({ ...rowOf(tray, line), networks: networks(line.imeis) || null }))
  const sha256 = createHash('sha256').update(text).digest('hex')
  await db
    .insertInto('tray')
    .values({ tray, tenant, sha256, scanned_at: new Date().toISOString() })
    .onConflict((c) => c.doNothing())
    .execute()
  // One parameter for all rows: naming each value of each row apart took longer than judging them.
  await sql`insert into tray_row select * from json_populate_recordset(null::tray_row, ${JSON.stringify(rows)})
    on conflict do nothing`.execute(db)
  const recorded = await execute(recordTray, { tray, sha256, count: rows.length, ...countsOf(rows) })
  if (!recorded.ok && recorded.refused !== 'tray-known')
    throw new Error(`The tray could not be recorded (${recorded.refused}): scan it again.`)
  return { tray, rows }
}

/** How many rows are in each state. */
export function countsOf(rows: readonly Pick<TrayRow, 'state'>[]): Record<TrayRow['state'], number> {
  const counts = { matched: 0, ambiguous: 0, unknown: 0, unreadable: 0 }
  for (const { state } of rows) counts[state] += 1
  return counts
}

function rowOf(tray: TrayId, { line, label, imeis, says, verdict, exhibit }: JudgedLine): Omit<TrayRow, 'networks'> {
  return {
    ...{ tray, line, label: label ?? null, imeis: [...imeis], state: verdict.state, exhibit: exhibit ?? null },
    why: verdict.state === 'ambiguous' ? verdict.why : (says ?? null),
    case_id: (verdict.state === 'matched' && verdict.case) || null,
    handset: (verdict.state === 'matched' && verdict.handset) || null,
  }
}
