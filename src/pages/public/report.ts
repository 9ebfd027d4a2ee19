import { z } from 'zod'
import { type Pass, seeOther, stopOnlyPerMinute } from '#http'
import { LineTyped } from '#lib/line'
import { methods, type ReportTables, takeReport } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

/** How it was taken, as a person says it. */
export const happened = {
  snatch: 'Snatched from my hand',
  pickpocket: 'Taken from my pocket or bag',
  table: 'Taken from a table or a bar',
  robbery: 'Taken by force or a threat',
  distraction: 'Taken while somebody distracted me',
  lost: 'I lost it',
  other: 'Something else, or I do not know',
} as const satisfies Record<(typeof methods)[number], string>

const longestPlace = 200

/**
 * The first page on a borrowed phone: the number and what happened, and what needs no more proof is asked at once (B56).
 * Whoever says that they are in danger reads 999 next, when the first stops are asked for: it holds nothing up.
 * Its answer already asks who it is, so that it works without cookies: the case travels sealed in the form.
 */
export default definePage<ReportTables>()({
  url: '/report',
  title: 'Report a stolen or lost phone',
  template: 'public/report.njk',
  who: 'anyone',
  still: true,
  limitPerMinute: stopOnlyPerMinute,
  load: () => ({ choices: Object.entries(happened).map(([value, text]) => ({ value, text })), step: 'what' }),
  form: z.object({
    danger: z.string().transform((said) => said === 'yes'),
    line: LineTyped,
    method: z.enum(methods, 'Choose what happened'),
    place: z.string().trim().max(longestPlace, `Say where in ${longestPlace} letters or fewer`),
    safe: z.string().transform((ticked) => ticked === 'yes'),
  }),

  async act({ line, method, place, safe, danger }, context) {
    const report = { line, method, safeMode: safe, danger, ...(place && { place: { text: place } }) }
    const taken = await takeReport(context, { ...report, means: 'number', channel: 'web' })
    if ('refused' in taken) return busy
    const { held } = context.pass
    const fresh: Pass = {
      case: taken.case,
      as: 'reporter',
      ...(taken.joined && { joined: true, report: taken.report }),
    }
    const pass: Pass = held?.case === taken.case ? held : fresh
    context.pass.give(pass)
    // Sent again by this very browser: it has its code, and goes back to it.
    if (pass.access) return seeOther(danger ? '/report/receipt?danger=yes' : '/report/receipt')
    return {
      step: 'who',
      title: 'Who are you?',
      token: context.pass.seal(pass),
      visit: context.pass.visit,
      danger,
      values: {},
      differs: ['token', 'visit'],
    }
  },
})

const busy = { errors: [{ field: 'line', says: 'We could not take it this moment. Press the button again' }] }
