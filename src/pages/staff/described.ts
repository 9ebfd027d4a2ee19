import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem } from '#http'
import { readStream } from '#ledger'
import { kept } from '#lib/kept'
import {
  describedCases,
  mostDescribed,
  seenKeys,
  type TheftCase,
  vehicles,
  vehicleWords,
} from '#modules/reports/public'
import { shownToStaff } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { moment } from '../screen-text.ts'
import { shownDetails, wordsOf } from '../told-details.ts'

/** Cases in which whoever took the phone was described so: a few words are enough. What is typed stands in no address and no log. */
export default definePage<TheftCase>()({
  url: '/staff/described',
  title: 'Find who was described so',
  template: 'staff/described.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,

  async load(_, { audit, purpose }) {
    if (purpose !== 'investigate-crime') return problem('purpose-not-yours')
    await audit('look', 'cases-described')
    const choices = vehicles.map((value) => ({ value, text: vehicleWords[value] }))
    return { vehicles: choices, cases: false, most: mostDescribed, days: kept.caseNumbers.ms / dayMs }
  },

  form: z.object({
    words: z.string().trim().max(300, 'Enter fewer words'),
    vehicle: z.enum(['', ...vehicles], 'Choose how they got away, or leave it out'),
  }),

  async act({ words, vehicle }, { db, audit, vault, tenant, now }) {
    const seen = { description: words, ...(vehicle && { vehicle }) }
    const many = seenKeys(seen).length
    if (many === 0)
      return { errors: [{ field: 'words', says: 'Enter what a victim may have written, such as red hoodie' }] }
    const since = new Date(now().getTime() - kept.caseNumbers.ms)
    const find = (key: string) => vault.find('free-text', key)
    const found = await describedCases(db, find, { tenant, since, seen })
    const cases = []
    for (const one of found) {
      const events = await readStream(queryable(db as Kysely<unknown>), `case/${one.case}`)
      const may = shownToStaff(events)
      const told = may.hidden ? [] : wordsOf(events, may).filter(({ ref }) => one.details.includes(ref))
      if (told.length === 0) continue
      await audit('look', `case/${one.case}`)
      const known = await vault.reveal(
        'look-at-details',
        told.map(({ ref }) => ref),
      )
      const at = moment(one.openedAt, now().toISOString())
      cases.push({ case: one.case, at, has: one.has, says: shownDetails(told, known).map(({ says }) => says) })
    }
    return { cases, many }
  },
})

const dayMs = 24 * 3_600_000
