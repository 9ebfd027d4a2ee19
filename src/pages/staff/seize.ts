import { z } from 'zod'
import { formatImei, keyOf } from '#lib/imei/imei'
import { kept } from '#lib/kept'
import {
  ExhibitId,
  lookUp,
  type MatchTables,
  powerNames,
  powers,
  readLabel,
  seizeHandset,
  whys,
} from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { handsetField } from '../handset-fields.ts'
import { seizingPurpose } from '../officer-reports.ts'

/** What the camera's reference may be looked at again after, with the exhibit's numbers. */
const keptMs = kept.caseNumbers.ms

/** An officer seizes one handset. The owner's case is told by a reaction, so this page only says what has happened. */
export default definePage<MatchTables>()({
  url: '/staff/seize',
  title: 'Seize a phone',
  template: 'staff/seize.njk',
  who: { act: 'change', record: 'exhibit' },
  form: z.object({
    numbers: handsetField.refine((imeis) => imeis.length > 0 && imeis.length <= 2, 'Check the phone’s number first.'),
    exhibit: z.string(),
    reference: z.string().transform((typed, context) => {
      const label = readLabel(typed)
      if (!label) context.addIssue({ code: 'custom', message: 'Give the reference on the bag, such as AB/1.' })
      return label ?? z.NEVER
    }),
    power: z.enum(powerNames, 'Choose why you may seize it'),
    camera: z.string().trim().max(60, 'A camera reference has at most 60 signs'),
  }),

  load: async (_, context) => {
    await context.audit('open', 'page/seize')
    return { seized: false, seizing: seizingPurpose(context), powers: Object.entries(powers), fresh: context.newId() }
  },

  async act({ numbers, exhibit: sent, reference, power, camera: told }, { db, vault, audit, execute, newId }) {
    const exhibit = ExhibitId.safeParse(sent).data ?? ExhibitId.parse(newId())
    const verdict = await lookUp(db, numbers)
    const owner = verdict.state === 'matched' ? verdict.case : undefined
    const reviewAt = new Date(Date.now() + keptMs)
    const camera =
      told === '' ? undefined : (await vault.put({ class: 'document', value: { camera: told }, reviewAt })).ref
    await audit('change', `exhibit/${exhibit}`)
    const outcome = await execute(seizeHandset, {
      ...{ exhibit, imeis: [...numbers], label: reference, power },
      ...(camera && { camera }),
      ...(owner && { case: owner }),
    })
    if (!outcome.ok && outcome.refused !== 'already-seized') {
      return { errors: [{ field: 'reference', says: 'We could not record this just now. Press the button again.' }] }
    }
    return {
      ...{ seized: exhibit, title: 'Seized', reference, owner: owner !== undefined },
      why: verdict.state === 'ambiguous' ? whys[verdict.why] : false,
      checked: numbers.map((imei) => formatImei(keyOf(imei))).join(' and '),
    }
  },
})
