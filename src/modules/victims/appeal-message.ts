import { gsm } from '#lib/gsm'
import { say } from './say.ts'

const outcome = (granted: boolean) => (granted ? 'granted' : 'kept')

/** What a person decided about an appeal, as a text message of one part. No crime is named and nothing is asked for. */
export const appealTextOf = (granted: boolean): string => gsm(`Ringback. ${say(`text.appeal.${outcome(granted)}`)}`)

/** The longer twin of it. */
export const appealMailOf = (granted: boolean): { subject: string; text: string } => ({
  subject: say('mail.appeal.subject'),
  text: `${[say(`mail.appeal.${outcome(granted)}`), say('mail.phishing')].join('\n\n')}\n`,
})
