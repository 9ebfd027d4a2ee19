/** What a thief can get into from the phone: its name, how it stands, and the one thing to do about it. */
export const targets = {
  'targets.title': 'What a thief could get into',
  'targets.caption': 'What the phone opens, and how each stands',
  'targets.more': 'Tell us what else the phone opens',

  'target.bank': 'Your bank',
  'target.email': 'Your e-mail',
  'target.cloud': 'Your cloud account',
  'target.wallet': 'The wallet on the phone',
  'target.crypto': 'Your crypto',
  'target.identity': 'Your digital ID',
  'target.work': 'Your work account',

  'target.is.untouched': 'Nobody was asked',
  'target.is.not-asked': 'Not asked yet',
  'target.is.sent': 'Asked',
  'target.is.confirmed': 'Stop confirmed',
  'target.is.refused': 'Said no',
  'target.is.no-answer': 'No answer yet',
  'target.is.ended': 'Ended by itself',
  'target.is.you-did-it': 'You did it',
  'target.is.not-on-phone': 'Not on the phone',

  // Somebody signed that it is done: what that leaves open is said, and nothing is promised beyond it.
  'todo.done': 'You need do nothing now.',
  'todo.done.bank': 'That phone can pay nobody new. Your cards still work. Are they gone too? Call 159 from any phone.',
  'todo.done.bank.frozen': 'Your account pays nobody now. Is a card gone too? Call 159 from any phone.',
  'todo.done.email': 'You are signed out everywhere. Change your password on another screen: the phone may know it.',
  'todo.done.cloud': 'That phone can change nothing in it. Do not remove the phone from your account.',
  'todo.done.wallet': 'Nobody can pay with that phone. The cards themselves still work.',
  'todo.done.crypto': 'Nothing can leave it now. Change its password on another screen: the phone may know it.',
  'todo.nothing': 'You need do nothing more.',
  'todo.wait': 'We keep asking. Look again soon.',
  'todo.prove': 'Show who you are in your network’s shop or to the police. Then we can ask.',

  // Nobody was asked: what to tell us, or what to do alone.
  'todo.name.bank': 'Call 159 from any phone, and tell us which banks you have.',
  'todo.name.email': 'Change your password on another screen, and tell us who your e-mail is with.',
  'todo.name.cloud': 'Mark the phone as lost yourself, as it says on this page.',
  'todo.name.wallet': 'Mark the phone as lost yourself, as it says on this page. That stops its wallet too.',
  'todo.name.crypto': 'Tell us which exchange you use. We ask it to let nothing leave.',
  'todo.name.identity': 'Tell us which digital ID was on the phone.',
  'todo.name.work': 'Call the IT desk at work. Say: “My phone was stolen. Please sign it out.”',

  // Somebody said no, did not answer, or it has ended.
  'todo.yourself.bank': 'Call 159 from any phone. Say: “My phone was stolen. Please stop the app and my cards.”',
  'todo.yourself.email': 'Change your password on another screen. Then choose “sign out of all devices”.',
  'todo.yourself.cloud': 'Mark the phone as lost yourself, as it says on this page.',
  'todo.yourself.wallet': 'Mark the phone as lost yourself, or take its cards off in your bank’s app.',
  'todo.yourself.crypto': 'Open its help page on another screen. Ask it to lock your account.',
  'todo.yourself.identity': 'Open its help page on another screen. Say that the phone was stolen.',
  'todo.yourself.work': 'Call the IT desk at work. Say: “My phone was stolen. Please sign it out.”',
} as const satisfies Record<string, string>
