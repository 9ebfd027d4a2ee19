import type { CaseId } from '#lib/ids'
import { withdrawReport } from '../../../src/modules/reports/commands/withdraw-report.ts'
import { partnersAnswer } from './operators.ts'
import type { System } from './system.ts'

/** A partner's answer takes this long on the virtual clock; half a second is the slowest of panic-to-block. */
const answerMs = 500

/**
 * The owner goes to their network's shop, which has seen the passport, and says that it was not them. Gives the virtual seconds until
 * every stop that was done is undone, or undefined where they are not.
 */
export async function undoAtCounter(system: System, theft: string): Promise<number | undefined> {
  const began = system.now().getTime()
  const input = { case: theft as CaseId, why: 'not-me' as const, means: 'operator-counter' as const }
  const outcome = await system.contextFor('op-one', 'partner:op-one').execute(withdrawReport, input)
  if (!outcome.ok) return undefined
  do {
    await system.follow()
    await system.moveTo(new Date(system.now().getTime() + answerMs))
  } while ((await partnersAnswer(system, () => undefined)) > 0)
  return (await allUndone(system, theft)) ? (system.now().getTime() - began) / 1000 : undefined
}

async function allUndone({ database }: System, theft: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ open: number }>(
    `select count(*)::int as open from action a
     where a.stream = $1 and a.kind in ('suspend-line', 'block-handset', 'step-up-account', 'lock-screen', 'hold-line-changes')
       and a.state = 'acknowledged'
       and not exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'owed'))`,
    [`case/${theft}`],
  )
  return rows[0]?.open === 0
}
