import type { Answered, HeldByPasskey } from '#modules/reports/public'

/** What went wrong on a page that a passkey opens, said to its holder. */
export const passkeySays = {
  'not-read': 'This device did not show who you are. Try again, or type your code',
  'too-late': 'The page was open for too long. Press the button again',
  rest: 'This passkey was tried five times. Type your code, or wait an hour',
  busy: 'We are busy. Press the button once more',
  'key-reused': 'We are busy. Press the button once more',
  'no-passkey': 'We do not know this passkey. Type your code, and keep a new one',
  'passkey-kept': 'You have this passkey already. Open your page with it',
  'answer-used': 'This was used already. Press the button again',
  'counter-went-back': 'Someone may have a copy of this passkey. Type your code, and keep a new one',
  'phone-entrusted': 'This phone is on your page already',
  'too-many-phones': 'Your page has twenty phones. Keep another passkey for more',
} as const

/** What came of showing that a phone is one's own. */
export const ownSays = {
  own: 'This is your own phone. You may start it again here.',
  'wrong-code': 'These are not the six digits that we sent. Look at the last text from us',
  rest: 'Five wrong codes. This phone can only be stopped here. Make a new card in an hour',
  'too-late': 'The card is more than an hour old, or the page was open for too long. Make a new card first',
} as const

const counter = 'Its owner can do it in a shop of their network, with photo ID. Or they ask the police'

const enough = `We have heard you. If this is enough, the phone starts in a few minutes. If it does not start, more is needed. ${counter}.`

/** What is read alike whether the phone starts, more was shown since, no report stands, or one is kept from who asks. */
export const heard = {
  found: enough,
  'not-me': `${enough} If you had this a day before the report, a person looks at it within one hour.`,
} as const

/** Why a phone is not started. */
export const backSays = {
  'panic-card': `You were given a panic card, which can only stop. ${counter}`,
  'passkey-travels': `Your passkey is on all your devices, so it may be on this phone too. It can only stop. ${counter}`,
  'too-late': `The report is more than three days old, so this is not enough. ${counter}`,
  'code-too-new': `You did not have this a day before the report, so it can only stop. ${counter}`,
  'code-replaced': `A newer code was made for this phone, so yours can only stop it. ${counter}`,
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
} as const

/** What a report itself decides, so that its answer would tell of safe mode. */
const kept = ['no-report', 'no-case', 'case-ended', 'proof-too-weak'] as const
type Told<Why> = Exclude<Why, (typeof kept)[number]>

/** Why a trusted person starts nothing, as far as it is their code that tells; what the case tells is read like a yes. */
export function whyNotByTrust<Why extends string>(
  answered: { readonly refused: Why } | { readonly case: string } | { readonly person: string },
): Told<Why> | undefined {
  if (!('refused' in answered) || (kept as readonly string[]).includes(answered.refused)) return undefined
  return answered.refused as Told<Why>
}

/**
 * The same of an owner, who may be whom a report is kept from: they read what their own passkey tells, whether a report stands
 * or not (docs/adr/0024).
 */
export function whyNotByOwner(
  { bound, until }: Pick<HeldByPasskey, 'bound' | 'until'>,
  why: 'found' | 'not-me',
  answered: Answered,
): keyof typeof backSays | undefined {
  if (until !== null) return 'code-replaced'
  if (why === 'found' && !bound) return 'passkey-travels'
  const busy = 'refused' in answered && ['busy', 'key-reused'].includes(answered.refused)
  return busy ? 'busy' : undefined
}
