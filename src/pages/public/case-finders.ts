import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { answerFinder, finderMessages } from '#modules/safeguards/public'
import { VaultRef } from '#platform/vault-ref'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'
import { RelayedWords } from '../relayed-words.ts'
import { shownFinds } from '../shown-finds.ts'

const often = 'You have answered this finder three times. The police can go on'

/**
 * What finders wrote who read the lock-screen card, and the way to answer them. A page of its own, because it may name a place, and
 * the case page never does. Nobody's contact is on it, and none goes out by it.
 */
export default definePage()({
  url: '/case/finders',
  title: 'Messages from finders',
  template: 'public/case-finders.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const { hidden, messages } = await finderMessages(context as never, held.case)
    return { hidden, messages: shownFinds(messages) }
  },

  form: z.object({
    to: z.string().max(60),
    words: RelayedWords.pipe(z.string().min(1, 'Write what the finder is to read')),
  }),

  async act({ to, words }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const finder = VaultRef.safeParse(to)
    if (!finder.success) return { errors: [{ field: 'words', says: 'Choose the message that you answer' }] }
    const { execute, now, vault } = context
    const value = { kind: 'finder-words', words }
    const { ref } = await vault.put({ class: 'free-text', value, reviewAt: reviewOn(kept.caseNumbers, now()) })
    const outcome = await execute(answerFinder, { ...held, to: finder.data, words: ref })
    if (outcome.ok) return seeOther('/case/finders')
    if (outcome.refused !== 'answered-often') return refusal(answerFinder, outcome.refused)
    return { errors: [{ field: 'words', says: often }] }
  },
})
