import { z } from 'zod'
import { Imeis, keysOf } from '#lib/imei/imei'
import { LineTyped } from '#lib/line'
import { keepersOf } from '#modules/blocklist/public'
import { type AppealTables, type Heard, takeAppeal } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

const text = (says: string) => z.string().trim().min(1, says).max(500, 'Write less: 500 letters are enough')

const titles: Readonly<Record<Heard | 'elsewhere', string>> = {
  heard: 'We have heard you',
  full: 'Others asked about this phone first',
  'no-report': 'No report stands against this phone',
  elsewhere: 'Somebody else’s list stops this phone',
}

/** For whose phone networks refuse although they did nothing wrong: its number may be on somebody else’s phone too. */
export default definePage<AppealTables>()({
  url: '/refused',
  title: 'Networks refuse your phone',
  template: 'public/refused.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'appeal') // the form shows no record
    return { heard: false }
  },

  form: z.object({
    imei: Imeis,
    line: LineTyped,
    since: text('Say since when you have this phone, and where you got it'),
    contact: text('Give an e-mail address or a number where we reach you'),
  }),

  async act({ imei: imeis, ...said }, context) {
    const taken = await takeAppeal(context, { imeis, ...said })
    // A case that is appealed against covers the list too: a SIM that is paired is let in whatever else is said (docs/adr/0019).
    const keepers = taken === 'no-report' ? await keepersOf(context.db as never, keysOf(imeis), context.now()) : []
    const heard = keepers.length > 0 ? 'elsewhere' : taken
    return { heard, title: titles[heard], keepers: keepers.join(' and ') }
  },
})
