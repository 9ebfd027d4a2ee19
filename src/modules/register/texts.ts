import { type CaseCode, caseCodeOf, showCaseCode } from '#lib/case-code'

/** What one message says: the text within 160 GSM-7 characters (texts.test.ts), the subject for mail. */
export type Words = { readonly subject: string; readonly text: string }

/** To the number that is to be enrolled. */
export const codeText = (code: string): string =>
  `Ringback code: ${code}. Type it on the page that asked for it. We never call for it.`

/** To the number of a card, before a passkey may start its phone again. */
export const ownCodeText = (code: string): string =>
  `Ringback code: ${code}. Whoever has it can start this phone after a report. Type it on your own page, and tell it to nobody.`

/** No name in it: a message to an address that is not proved must not carry words of ours and theirs. */
export const chosen = (code: CaseCode): Words => ({
  subject: 'You can stop a phone for someone',
  text: `Someone chose you to stop their phone if it is taken. On Ringback choose "Stop the phone", type ${showCaseCode(code)}. Keep this: it also starts the phone for 3 days.`,
})

/** To those who were named before: it may be a thief who enrols the number anew, and they can still stop it (USERS 4). */
export const replaced: Words = {
  subject: 'Was this you? New Ringback card',
  text: 'Someone made a new Ringback card for a phone that you are named for. Not its owner? Report the phone now. The old card works until this time tomorrow.',
}

/** What the register sends, with pretend codes, for the page that publishes every message. */
export const publishedTexts = (): string[] => [
  codeText('123456'),
  ownCodeText('123456'),
  chosen(caseCodeOf(new Uint8Array(7))).text,
  replaced.text,
]
