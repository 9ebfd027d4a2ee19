import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { CaseId } from '#lib/ids'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import type { Line } from '#lib/line'
import type { ImeiStatus } from '#modules/register/public'
import { findConflict } from './commands/find-conflict.ts'
import { makeAppeal } from './commands/make-appeal.ts'
import { reviewOf } from './review.ts'
import type { CaseAppeal } from './views/case-appeal.ts'
import type { OpenCase } from './views/open-case.ts'

export type AppealTables = CaseAppeal & ImeiStatus & OpenCase
type Context = Pick<RouteContext<AppealTables>, 'audit' | 'db' | 'execute' | 'newId' | 'now' | 'vault'>

/** What somebody says whose phone is refused. All of it goes to the vault. */
export type Refused = {
  readonly imeis: readonly Imei[]
  readonly line: Line
  readonly since: string
  readonly contact: string
}

/** So many wait on one case: a real owner is heard, and a script fills nobody's case. */
const mostOpen = 5

/** Takes an appeal to every case that blocks the phone; how many there are. Each calls a person. */
export async function takeAppeal(context: Context, said: Refused): Promise<number> {
  const { audit, db, execute, newId, now, vault } = context
  const cases = await casesAgainst(db, keysOf(said.imeis), now())
  await audit('change', 'appeal')
  const reviewAt = new Date(reviewOf(now().toISOString()))
  for (const theft of cases) {
    const open = db.selectFrom('case_appeal').select('appeal').where('case_id', '=', theft)
    if ((await open.where('decided_at', 'is', null).execute()).length >= mostOpen) continue
    const { ref: line } = await vault.putOnce({ class: 'number', value: said.line, findBy: [said.line], reviewAt })
    const { ref: claim } = await vault.put({ class: 'document', value: { kind: 'appeal', ...said }, reviewAt })
    const { ref: handset } = await vault.put({ class: 'document', value: keysOf(said.imeis), reviewAt })
    await execute(makeAppeal, { appeal: newId(), case: theft, claim, handset, line }, `appeal-${theft}`)
    await execute(findConflict, { case: theft, conflict: 'suspected-clone' }, `doubt-${theft}`)
  }
  return cases.length
}

/** The cases that a phone is in, also those that were closed without a lead: the phone stays blocked by them. */
async function casesAgainst(db: Kysely<AppealTables>, keys: readonly ImeiKey[], now: Date): Promise<CaseId[]> {
  const at = now.toISOString()
  const [open, held] = await Promise.all([
    db
      .selectFrom('open_case')
      .select('case_id')
      .where('subject', 'in', keys)
      .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', at)]))
      .execute(),
    db
      .selectFrom('imei_status')
      .select('case_id')
      .where('imei_key', 'in', keys)
      .where('status', '!=', 'clear')
      .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', at)]))
      .execute(),
  ])
  const ids = [...open, ...held].flatMap(({ case_id }) => case_id ?? [])
  return [...new Set(ids)].map((id) => CaseId.parse(id))
}
