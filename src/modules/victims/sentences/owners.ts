/** What is said to others than the victim of a case: who sent a text, and owners who got ready and have no case. */
export const owners = {
  // The one answer to whoever texted: nothing of the phone, its owner or the case.
  'reply.stopped':
    'Ringback: we ask every network to stop that phone now. In danger? Call 999. Ask the owner to go to Ringback or to their network.',
  'reply.number-only':
    'Ringback: too many wrong words came for that number. We ask for what a number alone may stop. To stop more, call its network.',
  'reply.wrong':
    'Ringback: that number and that word do not belong together. Check both and send again: STOP, the number, the word. In danger? Call 999.',
  'reply.busy': 'Ringback: we could not take it this moment. Please send it again. In danger? Call 999.',
  'reply.unread':
    'Ringback: we could not read that. Send STOP, the number of the phone, and its stop word. In danger? Call 999.',
  'reply.forwarded':
    'Ringback: thank you. We check who sent that. Do not open its link. Also send it to 7726. To stop a phone, text STOP, its number, its word.',

  // E-mail alone. No link in it: a message of ours never asks anybody to press anything (B31).
  'mail.found.subject': 'Did you lose your phone?',
  'mail.found.card': 'Somebody read the lock-screen card of your Ringback phone, and says that they found it.',
  'mail.found.have': 'Do you have your phone? Then you need do nothing.',
  'mail.found.gone': 'Is it gone? Then report it on Ringback. The finder can leave you a message once you have.',
  'mail.found.nothing': 'We ask you for nothing, and we send no link.',
  'mail.checkup.subject': 'Two minutes for your phone',
  'mail.checkup.asked':
    'You asked us to remind you: look at the safe settings of your phone again. An update may have moved or changed them.',
  'mail.checkup.go':
    'Go to Ringback and choose “Check your settings”. It takes two minutes. You type nothing in, and we ask you for nothing.',
  'mail.checkup.no-more': 'No more of these? Get ready again on Ringback and leave the box for reminders empty.',
  'mail.lost.subject': 'We could not reach someone you named',
  'mail.lost.who':
    'You named someone on Ringback who may stop your phone. Our message did not reach them, so they have no code.',
  'mail.lost.again': 'Ask them for an address or a number that works. Then get ready again on Ringback.',
  // To the phone itself, while nobody has reported it.
  'text.no-mail':
    'Ringback: our e-mail to you did not arrive. Get ready again on Ringback, and give an address that you can read.',
} as const satisfies Record<string, string>
