import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import { harmSorts, harms, lossBands, losses, tellHarm } from '#modules/harms/public'
import { guardFor } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { emptyOr } from '../form.ts'
import { harmWords } from '../harm-words.ts'
import { heldCase } from '../held-case.ts'

const choices = <Key extends string>(words: Readonly<Record<Key, string>>) =>
  Object.entries<string>(words).map(([value, text]) => ({ value, text }))

/** What was told is sealed in the address: that stays in the history of a phone that others use too, and is good for ten minutes. */
const noted = 'harm-told'
const Told = z.enum(harmSorts)

/** What happened after the theft, told in two minutes (B05); answered with what to do about it. */
export default definePage()({
  url: '/case/harm',
  title: 'What has happened since',
  template: 'public/case-harm.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  query: z.strictObject({ told: z.string().max(400).optional() }),

  async load({ told }, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const sort = Told.safeParse(told && context.pass.openNote(noted, told)).data
    const choice = { sorts: choices(harms), losses: choices(losses) }
    if (!sort) return { ...choice, told: false }
    const guard = guardFor(await readStream(queryable(context.db), `case/${held.case}`), held.access)
    return { ...choice, told: harmWords[sort], guard }
  },
  form: z.object({
    sort: z.string().pipe(z.enum(harmSorts, 'Choose what happened')),
    loss: emptyOr(z.enum(lossBands)),
    words: z.string().trim().max(2000, 'Say it in 2,000 letters or fewer'),
  }),

  async act({ sort, loss, words }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const reviewAt = reviewOn(kept.caseAccess, context.now())
    const written = words && (await context.vault.put({ class: 'free-text', value: { text: words }, reviewAt })).ref
    const told = { ...held, sort, ...(loss && { loss }), ...(written && { words: written }) }
    const outcome = await context.execute(tellHarm, told, 'harm')
    if (!outcome.ok) return refusal(tellHarm, outcome.refused)
    return seeOther(`/case/harm?told=${context.pass.sealNote(noted, sort)}`)
  },
})
