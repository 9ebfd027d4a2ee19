import type { Purpose, RouteContext } from '#http'
import { matrix } from '#http/access/matrix'
import { judge, reaches } from '#http/access/policy'
import { readStream } from '#ledger'
import { Country } from '#lib/country'
import type { TheftCase } from '#modules/reports/public'
import { seeHandset } from '#modules/sightings/public'
import { shownToStaff } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'

/** A report as an officer at the roadside may read it. */
export type ShownReport = {
  readonly at: string
  /** The force to ask, where this officer may not read the report itself. */
  readonly force: string | false
  readonly what: string
  readonly grounds: string
}

const methods: Readonly<Record<string, string>> = {
  snatch: 'snatch',
  pickpocket: 'pickpocket',
  table: 'taken from a table',
  robbery: 'robbery',
  distraction: 'distraction',
}

const grounds = (level: number) =>
  level >= 2
    ? 'The owner’s identity was checked.'
    : 'The owner’s identity is not checked yet. By itself this is no ground to stop or search anyone.'

/** The reports on a handset. Time, place and method only where the matrix lets this officer read a theft report. */
export async function reportsFor(
  { db, audit, vault, caller, purpose, tenant }: RouteContext<TheftCase>,
  cases: readonly string[],
): Promise<ShownReport[]> {
  if (cases.length === 0) return []
  const rows = await db.selectFrom('theft_case').selectAll().where('case_id', 'in', cases).execute()
  const verdict = judge(matrix, caller, { act: 'look', record: 'theft-report' }, purpose)
  const shown: ShownReport[] = []
  for (const row of rows) {
    const owner = row.force ?? row.tenant
    await audit('look', `case/${row.case_id}`, owner)
    const may = verdict.may && reaches(verdict.reach, tenant, owner)
    const place = may && (await showsReport(db, row.case_id)) ? await placeOf(vault, row.place) : undefined
    const what = may ? [place, methods[row.method]].filter(Boolean).join(', ') : ''
    shown.push({ at: row.opened_at, force: may ? false : owner, what, grounds: grounds(row.level) })
  }
  return shown
}

/** As the case is this very moment: its row may lag behind somebody who has just said that they are afraid. */
const showsReport = async (db: RouteContext<TheftCase>['db'], theft: string) =>
  shownToStaff(await readStream(queryable(db), `case/${theft}`)).showsReport

async function placeOf(vault: RouteContext['vault'], ref: string | null): Promise<string | undefined> {
  const known = VaultRef.safeParse(ref).data
  if (!known) return undefined
  const found = (await vault.reveal('look', [known])).get(known)
  const value = found && !found.erased ? found.value : undefined
  return typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : undefined
}

/** A handset that is reported was in an officer's hands: each of its cases learns that (A14). A case that ended does not. */
export async function noteSightings({ execute, now, newId, tenant }: Sighted, cases: readonly string[]): Promise<void> {
  const country = Country.parse('GB')
  const seen = { how: 'officer-check' as const, country, at: now().toISOString(), by: tenant }
  for (const theft of cases) await execute(seeHandset, { ...seen, case: theft, sighting: newId() })
}
type Sighted = Pick<RouteContext, 'execute' | 'now' | 'newId' | 'tenant'>

/** The purpose for which this caller may seize; undefined when their role does not. */
export function seizingPurpose({ caller, purpose }: Pick<RouteContext, 'caller' | 'purpose'>): Purpose | undefined {
  const wanted = [...new Set([purpose, 'investigate-crime', 'return-property'] as const)]
  return wanted.find(
    (one): one is Purpose => one !== undefined && judge(matrix, caller, { act: 'change', record: 'exhibit' }, one).may,
  )
}
