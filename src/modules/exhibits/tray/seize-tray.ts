import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Execute } from '#http'
import { seizeHandset } from '../commands/seize-handset.ts'
import type { MatchTables } from '../match/facts.ts'
import { ExhibitId, ExhibitLabel, type Power, type TrayId } from '../vocabulary.ts'
import { type JudgedLine, judgeTray } from './judge-tray.ts'
import type { TrayRow, TrayTables } from './tables.ts'

const sideBySide = 8

/** What came of it: `changed` were matched when the tray was scanned, and are not, or not to the same owner, any more. */
export type SeizedTray = { readonly seized: number; readonly already: number; readonly changed: number }
type Came = keyof SeizedTray

type Parts = { readonly db: Kysely<MatchTables & TrayTables>; readonly execute: Execute }

/**
 * Seizes the matched rows of a tray. They are judged again first: a report that came in since counts. An exhibit's id
 * follows from tray and line, so that pressing the button twice seizes nothing twice.
 */
export async function seizeTray({ db, execute }: Parts, tray: TrayId, power: Power): Promise<SeizedTray> {
  const rows = await db.selectFrom('tray_row').selectAll().where('tray', '=', tray).orderBy('line').execute()
  const before = new Map(rows.map((row) => [row.line, row]))
  const judged = await judgeTray(db, rows.filter(isRead).map(lineOf), ({ line }) => exhibitOf(tray, line))
  const waiting = judged.filter(({ line }) => before.get(line)?.state === 'matched')
  const came: Came[] = []
  const seized: number[] = []
  const work = async (): Promise<void> => {
    for (let mine = waiting.shift(); mine; mine = waiting.shift()) {
      const result = await seizeRow(execute, tray, power, mine, before.get(mine.line))
      came.push(result)
      if (result === 'seized') seized.push(mine.line)
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, work))
  await mark(db, tray, seized)
  const count = (one: Came) => came.filter((other) => other === one).length
  return { seized: count('seized'), already: count('already'), changed: count('changed') }
}

async function seizeRow(
  execute: Execute,
  tray: TrayId,
  power: Power,
  { line, label, imeis, verdict }: JudgedLine,
  was: TrayRow | undefined,
): Promise<Came> {
  if (was?.exhibit) return 'already'
  if (verdict.state !== 'matched' || (verdict.case ?? null) !== was?.case_id) return 'changed'
  const outcome = await execute(seizeHandset, {
    ...{ exhibit: exhibitOf(tray, line), imeis: [...imeis], power, tray },
    ...(label && { label }),
    ...(verdict.case && { case: verdict.case }),
  })
  if (outcome.ok || outcome.refused === 'already-seized') return 'seized'
  throw new Error(`Line ${line} could not be seized (${outcome.refused}): press the button again.`)
}

const isRead = ({ state }: TrayRow) => state !== 'unreadable'
const lineOf = ({ line, label, imeis }: TrayRow) => ({
  ...{ line, imeis, says: undefined },
  label: label === null ? undefined : ExhibitLabel.parse(label),
})

/** A UUID of version 8 (RFC 9562), made from the tray and the line. */
export function exhibitOf(tray: TrayId, line: number): ExhibitId {
  const hex = createHash('sha256').update(`exhibit/${tray}/${line}`).digest('hex')
  return ExhibitId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  )
}

async function mark(db: Kysely<TrayTables>, tray: TrayId, lines: readonly number[]): Promise<void> {
  const exhibits = lines.map((line) => exhibitOf(tray, line))
  await sql`update tray_row set exhibit = seized.exhibit
    from unnest(${lines}::integer[], ${exhibits}::uuid[]) as seized(line, exhibit)
    where tray = ${tray} and tray_row.line = seized.line`.execute(db)
}
