import { type Facts, mailOf, textOf } from './message.ts'
import { templates } from './vocabulary.ts'
import type { Locale } from './welsh.ts'

/** One message as it is sent: the text, and what stands in the e-mail. */
export type Published = { readonly text: string; readonly mail: { readonly subject: string; readonly text: string } }

const some: Facts = {
  ...{ word: 'harbour', at: '2026-11-27T14:02:00.000Z', next: '2026-11-28T14:02:00.000Z', country: 'DZ' },
  ...{ stopped: 3, networks: 4, lapsed: false, unproved: false, partners: 5 },
  ...{ unit: 'the unit that has your case', contact: 'Then it says how to reach them.' },
}
/** What changes the words of a message. */
const turns: readonly Partial<Facts>[] = [
  {},
  { unproved: true },
  { networks: 0, stopped: 0 },
  { lapsed: true },
  { word: undefined },
]

/** Every message that a case can send, made by the code that sends it, with pretend values: so that anybody can compare. */
export function publishedMessages(locale: Locale = 'en'): Published[] {
  const made = templates.flatMap((template) => {
    // Whoever is asked "was this you?" is never told the word.
    const word = template === 'was-this-you' ? { word: undefined } : {}
    return turns
      .filter((turn) => !('word' in turn) || template === 'contact-added')
      .map((turn) => ({ ...some, ...word, ...turn }))
      .map((facts) => ({ text: textOf(template, facts, locale), mail: mailOf(template, facts, locale) }))
  })
  const byText = new Map(made.toReversed().map((one) => [one.text, one]))
  return [...byText.values()].reverse()
}
