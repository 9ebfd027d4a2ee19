import { gsm } from '#lib/gsm'
import type { BuyerOutcome } from '#modules/reports/public'
import { say } from './say.ts'

/** What a buyer in good faith is answered, as a text message of one part. No crime is named and nothing is asked for. */
export const buyerTextOf = (outcome: BuyerOutcome): string => gsm(`Ringback. ${say(`text.buyer.${outcome}`)}`)

/** The longer twin of it. */
export const buyerMailOf = (outcome: BuyerOutcome): { subject: string; text: string } => ({
  subject: say('mail.appeal.subject'),
  text: `${[say(`mail.buyer.${outcome}`), say('mail.phishing')].join('\n\n')}\n`,
})
