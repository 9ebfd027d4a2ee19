import type { Harm, TriageReason } from '#modules/harms/public'

/** What to do about each sort of harm, in words that are safe whoever reads them. */
export const harmWords: Readonly<Record<Harm, readonly string[]>> = {
  fraud: [
    'Call 159 from any phone. Say: “I did not make this payment.”',
    'Then tell Report Fraud on 0300 123 2040. They give you a number. Your bank asks for it.',
  ],
  account: [
    'Change that password on another screen. Then press “Sign out of all devices”.',
    'Do the same wherever you use the same password.',
  ],
  'identity-misuse': [
    'Tell Report Fraud on 0300 123 2040.',
    'Ask Cifas for “protective registration”. Then shops and banks look twice before they lend in your name.',
  ],
  extortion: [
    'Do not answer. Do not pay. Do not send a code or a password.',
    'Do not remove the phone from your Apple, Google or Samsung account, whatever they write. That lock makes it worthless to them.',
    'Keep what they sent: take a picture of it. Then block them.',
    'In danger? Call 999. Else call 101 and give your crime reference.',
  ],
  harassment: [
    'In danger? Call 999.',
    'Do not answer. Keep what they sent: take a picture of it.',
    'Tell somebody you trust. Call 101 and say that it goes on after your phone was taken.',
  ],
  work: ['Tell the IT desk at work. Say: “My phone was stolen. Please sign it out.”'],
  family: [
    'Tell them that your phone was taken. Messages that seem to come from you may not be yours.',
    'Victim Support listens day and night: call 0808 168 9111. It costs nothing.',
  ],
}

/** Why somebody should look at a case soon. */
export const triageWords: Readonly<Record<TriageReason, string>> = {
  danger: 'they were in danger or hurt',
  'safe-mode': 'it is in safe mode',
  robbery: 'it was by force or a threat',
  harassment: 'somebody threatens or follows them',
  extortion: 'somebody wants money, a code or a password',
  'identity-misuse': 'their name or papers were used',
  'very-much-money': '£10,000 or more is gone',
  'much-money': '£1,000 or more is gone',
  fraud: 'money was taken or spent',
  account: 'somebody got into an account',
  family: 'it hurt family or friends',
  work: 'it hurt their work',
}
