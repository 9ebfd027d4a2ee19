import type { Kysely } from 'kysely'
import { defineReaction } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import { theftCase } from '#modules/reports/public'
import { noteDelivery } from '../commands/note-delivery.ts'
import { postInstead as post } from '../commands/post-instead.ts'
import { MessageFailed } from '../events/message-failed.ts'
import { gatewaysOf } from '../gateways.ts'
import { challengeUntil } from '../promise.ts'
import { factsOf, messageFor, reach, type Telling, type TellTables } from '../tell.ts'
import { told } from '../told.ts'
import { type OwedTable, type Update, updateOfAction } from '../update-of-action.ts'
import { postedWords } from '../vocabulary.ts'

type Tables = TellTables & OwedTable

/**
 * An update goes at once by every safe contact but a letter, which is slow and which anybody at home sees. Where none of them arrived,
 * the letter goes after all: of what can wait for the post.
 */
export const postInstead = defineReaction<Tables>('post-instead', (on) => [
  on(MessageFailed, async ({ case: theft, action, to }, _, tools) => {
    if (to) return
    const update = await updateOfAction(tools.db, { action, owedBy: `case/${theft}` })
    if (!update || !postedWords.includes(update.owed.template) || !(await noneArrived(tools as never, update))) return
    await postOne(tools as unknown as Telling, update)
  }),
])

/** Whether all that was sent of an update is known to have failed. */
async function noneArrived({ db }: Pick<Telling, 'db'>, { owed, all, events }: Update): Promise<boolean> {
  if (all.some(({ channel }) => channel === 'letter')) return false
  const messages = all.flatMap(({ message }) => message ?? [])
  const rows = await (db as unknown as Kysely<OwedTable & { action: { stream: string } }>)
    .selectFrom('action')
    .select(['id', 'input'])
    .where('stream', '=', `case/${owed.case}`)
    .execute()
  const known = noteDelivery.state.run(events)
  return messages.every((message) => {
    const action = rows.find(({ input }) => input.message === message)
    const how = action && known.get(action.id)
    return how !== undefined && how !== 'delivered'
  })
}

async function postOne(tools: Telling, { owed, at, all, events }: Update): Promise<void> {
  const { case: theft, template, about } = owed
  const [instead] = all.flatMap(({ message }) => message ?? [])
  const gateway = (await gatewaysOf(tools.db)).letter
  if (!gateway || !instead) return
  const state = told.run(events)
  const news = { case: theft, template, at, ...(about !== undefined && { about }) }
  const letters = await reach(tools, events, state, news)
  const letter = letters.find(({ address }) => address.channel === 'letter')
  if (!letter) return
  const next = owed.next ?? challengeUntil(at)
  const facts = await factsOf(tools, news, state, { next, standing: theftCase.run(events).standing })
  const value = messageFor(letter.address, template, { ...facts, word: letter.word }, letter.language)
  const { ref: message } = await tools.vault.put({
    class: 'document',
    value,
    reviewAt: reviewOn(kept.sentUpdate, tools.now()),
  })
  await tools.execute(post, {
    ...{ case: theft, template, message, contact: letter.ref, gateway, instead },
    ...(about !== undefined && { about }),
    ...(owed.next !== undefined && { next: owed.next }),
  })
}
