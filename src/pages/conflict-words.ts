/** What speaks against a report, in the words of whoever decides about it. */
export const conflictWords: Readonly<Record<string, { readonly name: string; readonly why: string }>> = {
  'second-claimant': {
    name: 'Two people claim this phone',
    why: 'The same handset was reported with another number. One of the two is wrong.',
  },
  'recent-sale': {
    name: 'The phone may have been sold',
    why: 'The register shows a sale in the last 30 days. Or a buyer says that they bought it and did not know.',
  },
  'domestic-abuse': {
    name: 'Domestic abuse is possible',
    why: 'Somebody may be cutting a person off. A trained person decides, and speaks to no one but the phone’s user.',
  },
  'repeat-reporter': {
    name: 'The same phone is reported again and again',
    why: 'It may be a prank or a fight. Or they are robbed often.',
  },
  'number-ported': {
    name: 'The number changed network in the last 7 days',
    why: 'A thief may have moved it, and may be the one who reports.',
  },
  'number-unconfirmed': {
    name: 'The number may be somebody else’s',
    why: 'It was told by voice and may be misheard, or its owner has given it up. Ask for it again. Its network did not say that it is theirs.',
  },
  'suspected-clone': {
    name: 'The number may be on two phones',
    why: 'A copy of a phone’s number blocks the honest owner too. The line is stopped; the phone is not blocked until you decide.',
  },
  'paper-doubted': {
    name: 'A paper does not count after all',
    why: 'The maker is asked to take the phone off its list. Let the report go on only if the phone is proved to be theirs in another way.',
  },
  'contacts-changed': {
    name: 'The contacts changed in the last 24 hours',
    why: 'A thief with the open phone would do that first.',
  },
}

/** Why a number is thought to be on two phones. */
export const signWords: Readonly<Record<string, string>> = {
  'two-owners': 'Two people have it on two phones',
  'two-networks': 'Two networks let it in by turns',
  'two-places': 'It was in two countries, too far apart for the time',
  'other-model': 'The owner’s phone is of another make than the number',
  'line-moved':
    'The SIM has been in this phone for less than three weeks: it may be the thief’s, or a new one of the owner',
  'two-sims':
    'A network heard two SIMs under this number in the same hours. It blocks the stolen phone and lets the other one in',
  'other-handset':
    'The network saw the SIM in another phone, or an officer was told another number: one of them may have a slip',
}

/** How a person settled it. */
export const settlementWords: Readonly<Record<string, string>> = {
  'identity-checked': 'I checked who the reporter is',
  'documents-seen': 'I have seen a receipt, box or contract',
  'both-asked': 'I asked both sides',
  mistake: 'Nothing speaks against it after all',
  'new-fact': 'A new fact: an earlier decision was wrong',
  'line-confirmed': 'Its network, or a bank, said whose number it is',
  'read-back': 'It was taken down twice. Its network cannot say whose it is',
  'none-given': 'No reason was asked for then',
}

/** What somebody sent to show that a phone is theirs. */
export const paperWords: Readonly<Record<string, string>> = {
  receipt: 'A receipt',
  box: 'The box, with the number on it',
  contract: 'A bill or a contract',
}

/** What a person found who looked at it. */
export const paperReasonWords: Readonly<Record<string, string>> = {
  'shows-phone-and-name': 'It shows this phone and this person',
  'wrong-phone': 'It shows another phone',
  'wrong-name': 'It shows another person',
  unreadable: 'I cannot read it',
  'looks-false': 'It looks false',
  'new-fact': 'A new fact: an earlier decision was wrong',
}

/** How a person decided about a phone that is refused to somebody. */
export const appealWords: Readonly<Record<string, string>> = {
  'documents-seen': 'I have seen a receipt, box or contract',
  'phone-seen': 'An officer or a shop has held the phone: it is another one',
  'network-says': 'The network knows the SIM in it from before the theft',
  'nothing-shown': 'Nothing was shown that speaks for it',
  'same-phone': 'It is the stolen phone itself',
  'new-fact': 'A new fact: an earlier decision was wrong',
}

/** The same where a list or a rule refuses it, and no report. */
export const listAppealWords: Readonly<Record<string, string>> = {
  ...appealWords,
  'keeper-says': 'I asked who keeps the list: it is not about this person',
}

/** How a report came in, and how far its proof goes. */
export const meansWords: Readonly<Record<string, string>> = {
  number: 'a phone number only',
  'panic-card': 'a printed card',
  'stop-word': 'a stop word',
  'trusted-person': 'a trusted person’s code',
  'own-passkey': 'another device of the owner',
  'operator-knowledge': 'name and birth date, matched by the operator',
  'operator-counter': 'identity document at the operator’s counter',
  bank: 'identity matched by a bank',
  'police-handler': 'a police call handler',
  'officer-present': 'an officer with the victim',
  'purchase-document': 'proof of purchase',
  'cloud-account': 'the maker’s account',
  'register-entry': 'an older register entry',
  'digital-identity': 'a digital identity',
  'crime-reference': 'a crime reference',
}

/** What somebody is answered who bought a phone in good faith, and what staff choose. */
export const buyerWords: Readonly<Record<string, string>> = {
  freed: 'The report has ended. No network refuses the phone because of it',
  stays: 'The phone stays stopped: it belongs to whoever reported it',
  returned: 'The phone is back with its owner',
}
