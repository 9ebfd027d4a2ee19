/** Where a case stands and what happens next. */
export const stands = {
  'stands.checking': 'We have your report. Nothing is stopped yet that needs proof of who you are.',
  'stands.asking':
    'We are asking {n, plural, one {# network} other {# networks}} to stop your phone. None has answered yet.',
  'stands.blocked': 'Your phone cannot be used on {names}.',
  'stands.lapsed':
    'The stops have ended by themselves. Your phone can be used again. To start them again, show who you are in your network’s shop or to the police, or report your phone again.',
  'stands.waiting': '{names} has not answered yet; we keep asking.',
  'stands.waiting.many': '{names} have not answered yet; we keep asking.',
  'stands.refused': '{n, plural, one {# network} other {# networks}} said no.',
  'stands.line': 'Your number is stopped. Only 999 and 112 can be called from it.',
  'stands.looking': 'We do not know the phone’s own number yet, so we have asked your network.',
  'stands.no-handset': 'Your network does not know which phone it was, so no network can block it yet.',
  'stands.ended': 'This case has ended.',
  'stands.returned': 'You have your phone back.',
  'stands.seized': 'Police have your phone.',

  // What happens next.
  'next.no-network':
    'No network says that this number is theirs. Ring the one that you pay, from any phone, and ask it to stop your SIM.',
  'next.no-handset':
    'Send us a photo of the phone’s box, or of a paper with its number (IMEI). It is under “Tell us more”. A person reads it, and then every network is asked to block the phone.',
  'next.waiting': 'We keep asking those who have not answered.',
  'next.watch':
    'If a network tells us that it saw your phone, this page says so. We write too, where you gave us an address.',
} as const satisfies Record<string, string>
