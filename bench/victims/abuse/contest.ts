import type { CaseId } from '#lib/ids'
import type { Line } from '#lib/line'
import { stopWordOf } from '#modules/register/public'
import { takeContest } from '#modules/reports/public'
import { withdrawReport } from '../../../src/modules/reports/commands/withdraw-report.ts'
import { anybody, stopWord } from './acts.ts'
import { type HolderOf, partnersAnswer } from './operators.ts'
import type { Person } from './plan.ts'
import type { System } from './system.ts'

/** A partner's answer takes this long on the virtual clock; half a second is the slowest of panic-to-block. */
const answerMs = 500

/** Where owners are when they say that it was not them. */
const home = '127.90.0.1'

/**
 * The owner goes to their network's shop, which has seen the passport, and says that it was not them: of every case that the attacker
 * began, for one that is left holds the handset. Gives the virtual seconds until every stop that was done is undone, or
 * undefined where they are not.
 */
export async function undoAtCounter(system: System, thefts: readonly string[]): Promise<number | undefined> {
  const began = system.now().getTime()
  const counter = system.contextFor('op-one', 'partner:op-one')
  for (const theft of thefts) {
    const input = { case: theft as CaseId, why: 'not-me' as const, means: 'operator-counter' as const }
    const outcome = await counter.execute(withdrawReport, input)
    if (!outcome.ok && outcome.refused !== 'case-ended') return undefined
  }
  const took = []
  for (const theft of thefts) took.push(await untilUndone(system, theft, began, () => undefined))
  return took.some((one) => one === undefined) ? undefined : Math.max(...took.map(Number))
}

/**
 * The owner says "that was not me" from home (pages/public/not-me.ts): name, birth date, and the stop word if they chose one. Seconds
 * until all is undone; `person`: nothing is lifted, and a person has been called.
 */
export async function undoFromHome(
  system: System,
  theft: string,
  { owner, holderOf }: { owner: Person; holderOf: HolderOf },
): Promise<number | 'person' | undefined> {
  const began = system.now().getTime()
  const context = anybody(system, home) as never
  const line = owner.line as Line
  const secret = owner.enrolled ? await stopWordOf(context, { line, words: [stopWord] }, home) : undefined
  if (typeof secret === 'string') throw new Error(`The owner’s own word was ${secret}.`)
  const { name, born, postcode } = owner
  await takeContest(context, line, { name, born, postcode }, secret)
  const took = await untilUndone(system, theft, began, holderOf)
  return took ?? ((await isWithAPerson(system, theft)) ? 'person' : undefined)
}

async function untilUndone(system: System, theft: string, began: number, holderOf: HolderOf) {
  do {
    await system.follow()
    await system.moveTo(new Date(system.now().getTime() + answerMs))
  } while ((await partnersAnswer(system, holderOf)) > 0)
  return (await allUndone(system, theft)) ? (system.now().getTime() - began) / 1000 : undefined
}

/** What is a question, a message or a record stops nothing, and what is done is done: a wipe, a session that was ended. */
const stopsNothing = [
  ...['match-identity', 'find-handset', 'pair-handset', 'watch-handset', 'record-crime', 'tell-customer'],
  ...['wipe-handset', 'end-mail-sessions'],
]

/**
 * Whatever this case had stopped has its undo, each kind that it asked for and not only those thought of here. A stop on a handset that
 * another open case names stays, for somebody else says that it is stolen.
 */
async function allUndone({ database }: System, theft: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ open: number }>(
    `select count(*)::int as open from action a
     where a.stream = $1 and a.kind <> all($3) and a.kind not like 'send-%' and a.cancels is null
       and a.state = 'acknowledged'
       and not exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'owed'))
       and not exists (select from open_case o where o.case_id <> $2 and a.input -> 'imeiKeys' ? o.subject)`,
    [`case/${theft}`, theft, stopsNothing],
  )
  return rows[0]?.open === 0
}

async function isWithAPerson({ database }: System, theft: string): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from event where stream = $1 and type = 'reports.conflict-found' and data ->> 'conflict' = 'second-claimant'`,
    [`case/${theft}`],
  )
  return rows.length > 0
}
