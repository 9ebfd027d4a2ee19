/** What the case page itself says, around what happened in this case. */
export const casePage = {
  'page.title': 'Your case',
  'page.leave': 'Leave this page now',
  'page.look-again': 'Look again',
  'page.not-all-welsh': 'Not everything here is in Welsh yet.',
  'page.next': 'What happens next',
  'page.promised': 'By {at} we tell you how things stand, even if nothing has happened.',
  'page.lapses': 'What is stopped starts again by itself {on}. To keep it stopped, show more proof.',
  'page.lapses.paper':
    'What is stopped starts again by itself {on}, unless your paper counts. A person looks at it. In a hurry? Show who you are in your network’s shop.',
  'page.lapses.ended':
    'What is stopped starts again by itself {on}. To keep it stopped, report your phone again, best of all to the police.',
  'page.lapsed':
    'What was asked for ended by itself {on}. To start it again, show who you are in your network’s shop or to the police. Or report it once more.',
  'page.show-proof': 'Show that the phone is yours',
  'page.report-again': 'Report your phone again',
  'page.challenge': 'If you think this is wrong, ask us to look again until {at}, or tell {unit}. {contact}',
  'page.seen-again':
    'If your phone is seen again, or you learn something new, report it again. Your report still counts: it shows the police where phones are taken.',
  'page.who': 'Who handles your case',
  'page.unit': 'It is with {unit}. {contact} {hours}',
  'page.asked': 'What was asked, and what came back',
  'page.happened': 'What has happened',
  'page.never-us':
    'People may write that your phone was found, and ask for a code or a password. That is never us. We never send a link. Where only you read, each message from us has your word.',
  'page.nothing': 'Nothing yet.',
  'page.ended-itself': 'Ended by itself',
  'page.not-sent': 'Not sent',
  'page.taken-back': 'Taken back',
  'page.answer-by': 'You wrote to us. A person answers by {at}.',
  'page.challenge-by': 'You asked us to look again. A new person does that, and tells you by {at}.',
  'page.look-at-it-again': 'Ask us to look again',
} as const satisfies Record<string, string>
