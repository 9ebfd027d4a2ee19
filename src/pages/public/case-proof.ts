import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { offerProof, papers } from '#modules/reports/public'
import { paperWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** A photograph as phones make them; a form says so before it is sent. */
const mostBytes = 6 * 1024 * 1024

const Picture = z
  .string()
  .min(1, 'Choose a photo')
  .refine((sent) => sent === '' || /^data:image\/(jpeg|png);base64,/.test(sent), 'Choose a photo: a JPEG or PNG file')

const many = 'We have four papers from you. A person looks at those first'
const all = 'A person has looked at twelve papers from you. Show the next one to the police, or call them on 101'

/** A paper that shows whose the phone is. It goes to a person; this page never shows it again. */
export default definePage()({
  url: '/case/proof',
  title: 'Show that the phone is yours',
  template: 'public/case-proof.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',
  accepts: 'upload',
  bodyLimit: mostBytes,

  query: z.strictObject({ sent: z.literal('yes').optional() }),

  load: async ({ sent }, context) => {
    const held = await heldCase(context)
    const choices = papers.map((value) => ({ value, text: paperWords[value] }))
    return 'redirect' in held ? held : { choices, sent: sent === 'yes' }
  },
  form: z.object({ paper: z.enum(papers, 'Choose what it is'), photo: Picture }),

  async act({ paper, photo }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const { execute, newId, now, vault } = context
    const reviewAt = reviewOn(kept.caseAccess, now())
    const { ref: document } = await vault.put({ class: 'image', value: photo, reviewAt })
    const outcome = await execute(offerProof, { ...held, proof: newId(), paper, document })
    if (outcome.ok) return seeOther('/case/proof?sent=yes')
    if (outcome.refused === 'papers-many') return { errors: [{ field: 'photo', says: many }] }
    if (outcome.refused === 'papers-all') return { errors: [{ field: 'photo', says: all }] }
    return refusal(offerProof, outcome.refused)
  },
})
