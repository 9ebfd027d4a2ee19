import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { kept, reviewOn } from '#lib/kept'
import type { Line } from '#lib/line'
import { marked, readMessage, type SenderTable, takeSuspicious, tellMessage } from '#modules/harms/public'
import { isStolenNumber, takeTry, type WrongTry } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'
import { caseOfContact } from '#modules/victims/public'

type Tables = OpenCase & SenderTable & WrongTry
type Forward = { readonly id: string; readonly from: Line; readonly message: string }

/** Of one number within an hour, into a case or not. */
const mostForwards = 10

/**
 * Takes a suspicious message that somebody forwarded by text. From a number where the victim of an open case says that nobody else reads,
 * it is added to that case; from any other it is told without one. From a stolen phone nothing is taken: the thief has it. What is
 * answered is the same, so nobody learns whose number is in a case.
 */
export async function takeForward<All extends Tables>(
  context: RouteContext<All>,
  { id, from, message }: Forward,
): Promise<void> {
  const { db, now, vault } = context as unknown as RouteContext<Tables>
  const sender = vault.blind('number', from)
  if ((await takeTry(db as unknown as Kysely<WrongTry>, `forward/${sender}`, now())) > mostForwards) return
  if (await isStolenNumber({ db, now, vault }, from)) return
  const found = readMessage(message)
  const held = await caseOfContact({ db, vault }, from)
  if (!held) {
    const told = { id, by: 'text' as const, sender, found, own: context.publicUrl.hostname }
    await takeSuspicious(context as unknown as RouteContext<Tables>, told)
    return
  }
  const reviewAt = reviewOn(kept.caseAccess, now())
  const { ref } = await vault.put({ class: 'free-text', value: { text: message }, reviewAt })
  const indicators = await Promise.all(found.map((one) => marked({ vault }, one, reviewAt)))
  await context.audit('change', `case/${held.case}`)
  await context.execute(tellMessage, { ...held, message: ref, indicators }, 'message')
}
