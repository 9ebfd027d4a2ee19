import { z } from 'zod'
import { problem } from '#http'
import { formatImei, keyOf } from '#lib/imei/imei'
import { type CheckTables, checkHandset, powers } from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import { handsetField } from '../handset-fields.ts'
import { noteSightings, reportsFor, seizingPurpose } from '../officer-reports.ts'

/** More than one officer checks in a minute, and far fewer than a walk through the numbers of one model needs. */
const checksPerMinute = 60

const headings = { stolen: 'Reported stolen', wait: 'Wait: a report is being checked', none: 'No theft reported' }
/** Of one that is in no case here. */
const headingsOfListed = { ...headings, stolen: 'Networks refuse this phone', wait: 'Networks watch for this phone' }

const reasons: Readonly<Record<string, string>> = {
  'no-such-model': 'no maker was ever given them',
  'model-cloned': 'they are copied onto other phones',
  'stolen-consignment': 'a delivery of them was stolen',
  'not-for-networks': 'these phones were made for tests, or are not safe',
}

/**
 * The officer's check of a handset in hand. The answer is no record about a person, but the reports behind it are: so
 * every look is audited in its own transaction, for the purpose that the officer gave.
 */
export default definePage<CheckTables>()({
  url: '/staff/handset',
  title: 'Check a phone in your hands',
  template: 'staff/handset.njk',
  who: { act: 'look', record: 'imei-status' },
  personal: true,
  limitPerMinute: checksPerMinute,
  readsPictures: true,
  form: z
    .object({ screen: handsetField, label: handsetField, outcome: z.string().max(20) })
    .refine(({ screen, label, outcome }) => outcome === 'no-action' || screen.length + label.length > 0, {
      path: ['screen'],
      message: 'Type or scan the number: 15 digits, shown when you dial *#06# on the phone.',
    })
    .refine(({ screen, label }) => screen.length <= 2 && label.length <= 2, {
      path: ['screen'],
      message: 'These are the numbers of more than one phone. Check one phone at a time.',
    }),

  load: async (_, { audit, purpose }) => {
    if (purpose === undefined) return problem('purpose-needed')
    await audit('open', 'page/handset')
    return { answer: false, noted: false }
  },

  async act({ screen, label, outcome }, context) {
    if (outcome === 'no-action') {
      await context.audit('no-action', 'page/handset')
      return { noted: true, values: {} }
    }
    const found = await checkHandset(context.db, screen, label, context.now())
    const reports = await reportsFor(context as never, found.cases)
    await noteSightings(context, found.cases)
    if (reports.length === 0) await context.audit('look', 'handset/unreported')
    return {
      ...{ answer: found.answer, reports, models: found.models },
      title: (reports.length === 0 ? headingsOfListed : headings)[found.answer],
      restrictions: found.restrictions.map((one) => ({ ...one, why: reasons[one.why ?? ''] })),
      ...{ copied: found.copied, disagree: found.disagree, exhibit: context.newId() },
      checked: [...screen, ...label].map((imei) => formatImei(keyOf(imei))).join(' and '),
      numbers: [...new Set([...screen, ...label])].join(' '),
      seizing: seizingPurpose(context) ?? false,
      ...{ powers: Object.entries(powers), values: {} },
    }
  },
})
