import { z } from 'zod'
import { isProblem, refusal, seeOther } from '#http'
import { ExhibitId, type ExhibitTable, handOver, holders, Seal } from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { exhibitFor, exhibitScreen } from '../exhibit-screen.ts'

const within = ['property-store', 'examiner', 'officer'] as const

/** One link of continuity: to the store, to an examiner, to an officer. To the owner it goes by its own page. */
export default definePage<ExhibitTable>()({
  url: '/staff/exhibit/:id/hand-over',
  title: 'Hand an exhibit over',
  template: 'staff/exhibit-hand-over.njk',
  who: { act: 'change', record: 'exhibit' },
  params: z.strictObject({ id: ExhibitId }),
  form: z.object({
    to: z.enum(within, 'Choose who takes it'),
    seal: z
      .string()
      .transform((typed) => typed.toUpperCase().replaceAll(/[\s-]/g, ''))
      .refine(
        (seal) => seal === '' || Seal.safeParse(seal).success,
        'A seal number has up to 3 letters and 3 to 9 digits',
      ),
  }),

  async load({ id }, context) {
    const row = await exhibitFor(context as never, id, 'change')
    if (isProblem(row)) return row
    return { ...exhibitScreen(row), holders: within.map((value) => ({ value, text: holders[value] })) }
  },

  async act({ id, to, seal }, { execute }) {
    const outcome = await execute(handOver, { exhibit: id, to, ...(seal !== '' && { seal }) })
    if (outcome.ok) return seeOther(`/staff/exhibit/${id}`)
    return { errors: [{ field: 'to', says: refusal(handOver, outcome.refused).detail }] }
  },
})
