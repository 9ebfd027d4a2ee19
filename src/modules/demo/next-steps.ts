import type { Kysely } from 'kysely'
import { checkDigit } from '#lib/imei/check-digit'
import { command, type PretendTables, pretendPartners } from './partners-at.ts'
import type { Stage } from './stage.ts'

/** The thief puts another SIM in and switches the phone on in Algiers: the home operator hears of it, and tells us. */
export async function newSimInAlgiers(db: Kysely<PretendTables>, { home, imeis: [imei] }: Stage): Promise<boolean> {
  const operators = await pretendPartners(db, 'operator')
  const operator = operators.find(({ slug }) => slug === home) ?? operators[0]
  if (!operator || !imei) return false
  return (await command(operator, '/_attach', { imei, supi: 'imsi-603010000000001', country: 'DZ' })) !== undefined
}

export type TrayRow = { readonly line: number; readonly state: string; readonly mine: boolean }
export type ScannedTray = { readonly rows: readonly TrayRow[]; readonly matched: number }

const othersInTray = 9

/** The pretend force's property store scans a tray of ten by its own call to our API; one of them is this phone. */
export async function scanTheTray(
  db: Kysely<PretendTables>,
  { case: theft, imeis }: Stage,
): Promise<ScannedTray | undefined> {
  const [force] = (await pretendPartners(db, 'force')).filter(({ slug }) => slug === 'demo-met')
  if (!force) return undefined
  const others = Array.from({ length: othersInTray }, (_, n) => strangerImei(theft, n))
  const lines = [...others.slice(0, 5), imeis.join(' '), ...others.slice(5)]
  const said = await command(force, '/_scan', { lines })
  const rows = said?.rows as { line: number; state: string; case: string | null }[] | undefined
  if (!rows) return undefined
  return {
    rows: rows.map((row) => ({ line: row.line, state: row.state, mine: row.case === theft })),
    matched: rows.filter(({ state }) => state === 'matched').length,
  }
}

/** Handsets that nobody reported. They follow from the case, so that the same tray is scanned when asked again. */
function strangerImei(theft: string, n: number): string {
  const digits = BigInt(`0x${theft.replaceAll('-', '').slice(0, 12)}`) + BigInt(n * 7919)
  const body = `86${String(digits % 1_000_000_000_000n).padStart(12, '0')}`
  return body + checkDigit(body)
}
