import { z } from 'zod'
import { problem } from '#http'
import { formatImei, keyOf } from '#lib/imei/imei'
import { checkHandset, type MatchTables, powers } from '#modules/exhibits/public'
import type { TacTable } from '#modules/register/public'
import { definePage } from '../define-page.ts'
import { handsetField } from '../handset-fields.ts'
import { noteSightings, reportsFor, seizingPurpose } from '../officer-reports.ts'

/** More than one officer checks in a minute, and far fewer than a walk through the numbers of one model needs. */
const checksPerMinute = 60

const headings = { stolen: 'Reported stolen', wait: 'Wait: a report is being checked', none: 'No theft reported' }

/**
 * The officer's check of a handset in hand. The answer is no record about a person, but the reports behind it are: so
 * every look is audited in its own transaction, for the purpose that the officer gave.
 */
export default definePage<MatchTables & TacTable>()({
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
    const found = await checkHandset(context.db, screen, label)
    const reports = await reportsFor(context as never, found.cases)
    await noteSightings(context, found.cases)
    if (reports.length === 0) await context.audit('look', 'handset/unreported')
    return {
      ...{ answer: found.answer, title: headings[found.answer], reports, models: found.models },
      ...{ copied: found.copied, disagree: found.disagree, exhibit: context.newId() },
      checked: [...screen, ...label].map((imei) => formatImei(keyOf(imei))).join(' and '),
      numbers: [...new Set([...screen, ...label])].join(' '),
      seizing: seizingPurpose(context) ?? false,
      ...{ powers: Object.entries(powers), values: {} },
    }
  },
})
