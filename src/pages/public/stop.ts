import { z } from 'zod'
import { type RouteContext, seeOther, stopOnlyPerMinute } from '#http'
import { readLine } from '#lib/line'
import {
  lineOf,
  plainWord,
  type StopSecret,
  type StopSecretTable,
  stopSecretOf,
  stopWordOf,
  type WrongTry,
} from '#modules/register/public'
import { methods, type ReportTables, takeReport } from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { type NameTables, namesOf } from '../mine-phones.ts'
import { ownCode, passAfter } from '../pass-after.ts'
import { amongOthers } from '../which-phone.ts'

const says = {
  wrong: 'We do not know this card or code. Compare each letter and digit, or report with the phone number instead',
  word: 'This number and this word do not belong together. Check both',
  line: 'Enter the number of the phone that was taken, like 07700 900123',
  busy: 'We are busy. Press the button once more',
  other: 'Your code is not for this phone. Look for your friend’s own code',
  rest: 'Five wrong codes came from here. Compare each letter and digit, or report with the phone number instead',
}

type Tables = NameTables & ReportTables & StopSecretTable & WrongTry

/**
 * Stops a phone with the printed card, a trusted person's code, or its number and stop word. It can only stop: neither code nor word
 * opens anything afterwards, and nothing of the phone, its owner or its place is shown, but to who holds a trusted person's code: they
 * may hold the codes of two friends, so they are asked once which of three phones it is.
 */
export default definePage<Tables>()({
  url: '/stop',
  title: 'Stop a phone with a card, code or word',
  template: 'public/stop.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: stopOnlyPerMinute,
  query: z.object({ card: z.string().max(40).optional() }),

  // What was scanned is not looked up before the button is pressed: a look would tell whether the card is one.
  async load({ card }, { audit }) {
    await audit('look', 'stop-secret')
    return { scanned: card ?? false, which: [] }
  },

  form: z.object({
    code: z.string().trim().max(40, 'A code has 12 letters and digits'),
    line: z.string().trim().max(60, says.line),
    word: z.string().trim().max(100, says.word),
    // Nothing is said for them: what a card stops is a snatch only where somebody says so.
    method: z
      .string()
      .transform((said) => said || 'other')
      .pipe(z.enum(methods, 'Choose what happened')),
    danger: z.string().transform((said) => said === 'yes'),
    safe: z.string().transform((ticked) => ticked === 'yes'),
    which: z.string().max(200),
  }),

  async act({ method, danger, safe, which, ...typed }, context) {
    const secret =
      typed.code || !(typed.line || typed.word) ? await byCode(context, typed) : await byWord(context, typed)
    if ('errors' in secret) return { ...secret, scanned: false }
    // Whoever is in danger acts first, and is asked nothing.
    if (secret.means === 'trusted-person' && !danger) {
      const name = await nameOf(context, secret)
      if (!which) return { title: 'Which phone is it?', which: amongOthers(name, typed.code), scanned: false }
      if (which !== name) return wrong('code', says.other)
    }
    const { ref: _, ...shown } = secret
    const { held } = context.pass
    const access = ownCode(held)
    const taken = await takeReport(context, { ...shown, method, danger, safeMode: safe, ...(access && { access }) })
    if ('refused' in taken) return { errors: [{ field: 'method', says: says.busy }] }
    context.pass.give(passAfter(held, taken, shown.means, context.now()))
    return seeOther(danger ? '/report/receipt?danger=yes' : '/report/receipt')
  },
})

type Context = RouteContext<Tables>
type Typed = { readonly code: string; readonly line: string; readonly word: string }

async function byCode(context: Context, { code }: Typed) {
  if (!code) return wrong('code', 'Type the number on the card or your code, or use your stop word')
  const secret = await stopSecretOf(context, code)
  return typeof secret === 'string' ? wrong('code', says[secret]) : proved(context, secret)
}

async function byWord(context: Context, { line: typed, word }: Typed) {
  const line = readLine(typed)
  if (!line) return wrong('line', says.line)
  const secret = await stopWordOf(context, { line, words: [plainWord(word)] }, context.from)
  if (secret === 'wrong') return wrong('word', says.word)
  // Too many wrong words came for this number: what a number alone may stop is stopped, whatever the word.
  if (secret === 'unchecked')
    return { line, ref: undefined, handset: undefined, means: 'number' as const, channel: 'stop-word' as const }
  return proved(context, secret)
}

/** The phone, as much of it as tells two friends apart. */
const nameOf = async (context: Context, { ref }: { ref?: string }) =>
  ref === undefined ? 'Phone' : ((await namesOf(context as never, [ref])).get(ref) ?? 'Phone')

const wrong = (field: string, words: string) => ({ errors: [{ field, says: words }], which: [] })

const proved = async (context: Context, secret: StopSecret) => ({
  line: await lineOf(context, secret),
  ref: secret.line,
  ...{ handset: secret.handset, means: secret.kind, channel: secret.kind },
})
