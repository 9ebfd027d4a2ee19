import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import type { CaseCode } from '#lib/case-code'
import { CaseId, uuidOf } from '#lib/ids'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import type { Line } from '#lib/line'
import { type CloneTables, cloneSignsOf, type ImeiStatus } from '#modules/register/public'
import { findConflict } from './commands/find-conflict.ts'
import { makeAppeal } from './commands/make-appeal.ts'
import { reviewOf } from './review.ts'
import type { CaseAppeal } from './views/case-appeal.ts'
import type { OpenCase } from './views/open-case.ts'
import type { TheftCase } from './views/theft-case.ts'

export type AppealTables = CaseAppeal & ImeiStatus & OpenCase & TheftCase
type Context = Pick<RouteContext<AppealTables>, 'audit' | 'db' | 'execute' | 'now' | 'vault'>

/** What somebody says whose phone is refused. All of it goes to the vault. */
export type Refused = {
  readonly imeis: readonly Imei[]
  readonly line: Line
  readonly since: string
  readonly contact: string
  /** Opens what becomes of it, and nothing else. */
  readonly code?: CaseCode
}

/** So many wait on one case, each of another line: a real owner is heard, and a script fills nobody's case. */
const mostOpen = 5

/** `full`: so many others wait that this one was not taken. `no-report`: no case blocks the phone. */
export type Heard = 'heard' | 'full' | 'no-report'

/** Takes an appeal to every case that blocks the phone. Each calls a person. */
export async function takeAppeal(context: Context, said: Refused): Promise<Heard> {
  const { audit, db, now } = context
  const cases = await casesAgainst(db, keysOf(said.imeis), now())
  await audit('change', 'appeal')
  if (cases.length === 0) return 'no-report'
  const waits: boolean[] = []
  for (const theft of cases) waits.push(await appealTo(context, theft, said))
  return waits.includes(true) ? 'heard' : 'full'
}

/** Whether it waits for a person now. Of one line one waits at a time. */
async function appealTo(context: Context, theft: CaseId, { code, ...said }: Refused): Promise<boolean> {
  const { db, execute, now, vault } = context
  const same = (await vault.find('number', said.line)).map(({ ref }) => `${ref}`)
  const made = await db.selectFrom('case_appeal').select(['line', 'decided_at']).where('case_id', '=', theft).execute()
  const open = made.filter(({ decided_at }) => decided_at === null)
  if (open.some(({ line }) => same.includes(line))) return true
  if (open.length >= mostOpen) return false
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const { ref: line } = await vault.putOnce({ class: 'number', value: said.line, findBy: [said.line], reviewAt })
  const value = { kind: 'appeal', ...said }
  const { ref: claim } = await vault.put({ class: 'document', value, reviewAt, ...(code && { findBy: [code] }) })
  const { ref: handset } = await vault.put({ class: 'document', value: keysOf(said.imeis), reviewAt })
  const decided = made.filter((one) => one.line === line && one.decided_at !== null)
  const appeal = idOf(theft, line, decided.length)
  await execute(makeAppeal, { appeal, case: theft, claim, handset, line }, `appeal-${theft}`)
  await doubt(context, theft)
  return true
}

/** The same for all that ask at once, so that one of them is taken; another once that one is decided. */
const idOf = (theft: CaseId, line: string, before: number) =>
  uuidOf(createHash('sha256').update(`appeal ${theft} ${line} ${before}`).digest('hex'))

/** A thief appeals too, so a word alone holds nothing back: only signs do, and not against a bare claim, which acts on no handset. */
async function doubt({ db, execute, now }: Context, theft: CaseId): Promise<void> {
  const row = await db
    .selectFrom('theft_case')
    .select('imei_keys')
    .where('case_id', '=', theft)
    .where('level', '>', 0)
    .executeTakeFirst()
  const signs = await cloneSignsOf(db as unknown as Kysely<CloneTables>, row?.imei_keys ?? [], now())
  if (signs.length > 0)
    await execute(findConflict, { case: theft, conflict: 'suspected-clone', signs }, `doubt-${theft}`)
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
