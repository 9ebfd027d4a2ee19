import { z } from 'zod'
import { seenKeys, vehicles, vehicleWords } from '#modules/reports/public'
import { keepDetails } from '../case-details.ts'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** What the victim saw of who took it: for the police, and never shown here again. */
export default definePage()({
  url: '/case/details/who',
  title: 'Who took it',
  template: 'public/case-details-who.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    return 'redirect' in held ? held : { vehicles: vehicles.map((value) => ({ value, text: vehicleWords[value] })) }
  },
  form: z.object({
    who: z.string().trim().max(1000, 'Say what you saw in 1,000 letters or fewer'),
    vehicle: z.enum(['', ...vehicles], 'Choose how they got away, or leave it out'),
  }),

  async act({ who: description, vehicle }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    if (!description && !vehicle)
      return { errors: [{ field: 'who', says: 'Say what you saw, or choose how they got away' }] }
    const said = { ...(description && { description }), ...(vehicle && { vehicle }) }
    return keepDetails(context, held, { topic: 'who', kind: 'free-text', findBy: seenKeys(said), ...said })
  },
})
