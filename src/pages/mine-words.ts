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

const counter = 'Its owner can do it in a shop of their network, with an identity card. Or they ask the police'
const nothing = 'No report stands against this phone. Nothing needs doing'

/** What owners read alike, whether no report stands or one is kept from them. */
export const heard = {
  found: `If a report stands against this phone, this is not enough to start it. ${counter}.`,
  'not-me':
    'We have heard you. If a report stands, a person looks at it within one hour. Until then all stays as it is.',
} as const

/** Why a phone is not started. */
export const backSays = {
  'panic-card': `You were given a panic card, which can only stop. ${counter}`,
  'passkey-travels': `Your passkey is on all your devices, so it may be on this phone too. It can only stop. ${counter}`,
  'no-report': nothing,
  'no-case': nothing,
  'case-ended': nothing,
  'too-late': `The report is more than three days old, so this is not enough. ${counter}`,
  'code-too-new': `You did not have this a day before the report, so it can only stop. ${counter}`,
  'code-replaced': `A newer code was made for this phone, so yours can only stop it. ${counter}`,
  'proof-too-weak': `Somebody has proved more since, so this is not enough. ${counter}`,
  'key-reused': 'We are busy. Press the button once more',
  busy: 'We are busy. Press the button once more',
} as const
