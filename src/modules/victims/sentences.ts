/**
 * Every sentence that a victim reads about their case, on the page and in messages. One file, so that it can be translated
 * as a whole. Said to one person, plain and short; a text message stays within 160 GSM-7 characters (messages.test.ts).
 */
export const en = {
  // The case page's timeline: what has happened.
  'reported.self': 'You told us that your phone was taken. We opened this case.',
  'reported.trusted-person': 'Somebody you trust told us that your phone was taken. We opened this case.',
  'reported.helped': 'Somebody told us for you that your phone was taken. We opened this case.',
  'reported.again': 'We were told about this phone once more. It stays one case.',
  'proof.number': 'You gave us your number.',
  'proof.card': 'You used your card or your stop word. We can do more now.',
  'proof.trusted': 'Somebody you trust vouched for you. We can do more now.',
  'proof.network': 'Your network says that you are who you say. We can do more now.',
  'proof.checked': 'Somebody checked who you are. We can do more now.',
  'proof.owner': 'You showed that the phone is yours. We can do more now.',
  'proof.crime': 'The police gave your case a crime reference.',
  'asked-who': 'You told us who you are. We asked your network if that is right.',
  'banks-named': 'You named {n, plural, one {# bank} other {# banks}}.',
  'details-added': 'You added details to your case.',
  'access-given': 'You got a code and a word for this page.',
  'contact-given': 'You told us where to write to you.',
  'contact-given.text': 'You gave us a phone number to write to.',
  'contact-given.email': 'You gave us an e-mail address to write to.',
  'conflict-found':
    'Something does not fit together yet. A person has to look at it. What was stopped is not started because of it.',
  'conflict-found.suspected-clone':
    'Another phone may carry the same number (IMEI) as yours. A person looks within one hour. What is not blocked yet waits until then.',
  'conflict-settled.stands': 'A person has looked. Your case goes on.',
  'conflict-settled.not': 'A person has looked. Your case stays where it is.',
  'wipe-asked': 'You asked for everything on the phone to be erased.',
  'line-restored': 'Your network says that you have a new SIM. We may write to your own number again.',
  'stops-lapsing': 'We told you when the stops end by themselves, and how to keep them.',
  'stops-lapsed': 'What was asked for has ended by itself. Your phone can be used again.',
  updated: 'We looked at your case. There is nothing new. We told you so.',
  'withdrawn.found': 'You have your phone back. The case has ended and every stop is being lifted.',
  'withdrawn.not-me': 'The report was not yours. The case has ended and every stop is being lifted.',
  'withdrawn.bought-in-good-faith': 'Somebody bought this phone in good faith. The case has ended.',
  'withdrawn.mistake': 'The report was a mistake. The case has ended and every stop is being lifted.',
  'closed.returned': 'You have your phone back. The case has ended.',
  'closed.withdrawn': 'The report was taken back. The case has ended.',
  'closed.no-lead-left':
    'There is nothing left for the police to follow up. The case has ended. This does not start your phone again.',
  'seen.country': 'Your phone was seen in {country}.',
  seen: 'Your phone was seen.',
  'asked-about': 'Somebody asked us about a phone with the number of yours. We do not know where it is.',
  'officers-alerted': 'Police officers near the place were told.',
  'alert-answered': 'A police officer is on it.',
  located: 'The maker told the police where your phone is. Only they see it.',
  seized: 'Police have your phone.',
  'in-store': 'Your phone is in the property store of the police.',
  'not-yours': 'Police found that the phone they have is not yours. We go on looking.',
  'return-approved': 'Police have checked that this phone is yours.',
  'stops-undone': 'Every stop is being lifted.',
  'message-failed.text': 'A text of ours did not reach you.',
  'message-failed.email': 'An e-mail of ours did not reach you.',
  'message-failed.push': 'A notice of ours did not reach you.',

  // What a partner confirmed, said of those who did.
  'done.block-handset': 'Your phone cannot be used on {names}.',
  'done.unblock-handset': 'Your phone can be used again on {names}.',
  'done.watch-handset': '{names} will tell us if your phone comes back.',
  'done.unwatch-handset': '{names} stopped watching for your phone.',
  'done.match-identity': '{names} says that you are who you say.',
  'done.find-handset': '{names} told us which phone goes with your number.',
  'done.hold-line-changes': '{names} will let nobody move your number to another SIM by phone or online.',
  'done.release-line-changes': '{names} will let you change your SIM by phone or online again.',
  'done.suspend-line': '{names} stopped your number. Only 999 and 112 can be called from it.',
  'done.restore-line': '{names} started your number again.',
  'done.lock-screen': '{names} locked the screen. Your own PIN opens it again.',
  'done.unlock-screen': '{names} ended the lock of the screen.',
  'done.list-stolen': '{names} put your phone on its list: it refuses to set it up as new.',
  'done.unlist-stolen': '{names} took your phone off its list: it can be set up again.',
  'done.wipe-handset': '{names} erased what was on your phone.',
  'done.start-locating': '{names} began to look for your phone, as you agreed. Only the police see where it is.',
  'done.stop-locating': '{names} stopped looking for your phone.',
  'done.step-up-account': '{names} stopped trusting that phone: no new payee from it.',
  'done.end-step-up': '{names} began to trust your phone as before.',
  'done.freeze-account': '{names} froze your account.',
  'done.unfreeze-account': '{names} opened your account again.',
  'done.record-crime': '{names} recorded what happened.',
  'done.send-text': 'We sent you a text.',
  'done.send-email': 'We sent you an e-mail.',
  'done.send-push': 'We sent a notice.',
  'done.other': '{names} did what we asked.',
  sent: 'We sent {names} a request.',
  refused: '{names} said no: {reason}.',
  'refused.message': 'A message of ours could not be sent.',
  unanswered: '{names} did not answer. A person has to look at it.',
  lapsed: 'Our request to {names} has ended by itself.',
  'lapsed.message': 'A message of ours was not sent in time.',
  cancelled: 'We took our request to {names} back.',
  'not-sent': 'Nothing was sent to {names}.',
  'reason.unknown-handset': 'it does not know this phone',
  'reason.unknown-line': 'it does not know this number',
  'reason.other': 'it cannot do this',

  // Partners whose name is not for this page, and many of one sort.
  'someone.network': 'your network',
  'someone.networks': '{n, plural, one {# network} other {# networks}}',
  'someone.maker': 'the maker of your phone',
  'someone.makers': '{n, plural, one {# phone maker} other {# phone makers}}',
  'someone.bank': 'your bank',
  'someone.banks': '{n, plural, one {# bank} other {# banks}}',
  'someone.police': 'the police',
  'someone.polices': 'the police',
  'someone.messages': 'our message service',
  'someone.messagess': 'our message service',

  // Where things stand, in one or two sentences.
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
  'stands.ended': 'This case has ended.',
  'stands.returned': 'You have your phone back.',
  'stands.seized': 'Police have your phone.',

  // What happens next.
  'next.waiting': 'We keep asking those who have not answered.',
  'next.watch': 'If a network tells us that it saw your phone, we tell you.',

  // Groups of the case page.
  'group.number': 'Your number',
  'group.networks': 'Your phone, on the networks',
  'group.maker': 'The maker of your phone',
  'group.bank': 'Your bank',
  'group.police': 'Police',
  'group.messages': 'Messages to you',

  // What each request was, as the row of a group.
  'ask.block-handset': 'Stop the phone',
  'ask.unblock-handset': 'Let the phone work again',
  'ask.watch-handset': 'Watch for the phone',
  'ask.unwatch-handset': 'Stop watching for the phone',
  'ask.match-identity': 'Check who you are',
  'ask.find-handset': 'Find out which phone it was',
  'ask.hold-line-changes': 'Let nobody take over your number',
  'ask.release-line-changes': 'Let you change your SIM again',
  'ask.suspend-line': 'Stop calls and texts from your number',
  'ask.restore-line': 'Start your number again',
  'ask.lock-screen': 'Lock the screen',
  'ask.unlock-screen': 'End the lock of the screen',
  'ask.list-stolen': 'Refuse to set the phone up again',
  'ask.unlist-stolen': 'Let the phone be set up again',
  'ask.wipe-handset': 'Erase what is on the phone',
  'ask.start-locating': 'Look for the phone',
  'ask.stop-locating': 'Stop looking for the phone',
  'ask.step-up-account': 'Trust that phone no more',
  'ask.end-step-up': 'Trust your phone again',
  'ask.freeze-account': 'Freeze your account',
  'ask.unfreeze-account': 'Open your account again',
  'ask.record-crime': 'Record what happened',
  'ask.send-text': 'Text to you',
  'ask.send-email': 'E-mail to you',
  'ask.send-push': 'Notice to you',
  'ask.other': 'Another request',

  // Messages. `text` is for a text message or a notice, `mail` its longer twin. No crime is named, nothing is asked for.
  'greeting.word': 'Word: {word}. ',
  'text.was-this-you':
    'At {at} we were asked to lock your phone. Not you? Call your network. It ends by itself at {next}.',
  'text.reported':
    'Case open since {at}. {n, plural, one {# partner was} other {# partners were}} asked to act. Next news by {next}.',
  'text.contact-added':
    'Since {at} we write to an address that you gave us. Not you? Call your network. Next news by {next}.',
  'text.contact-added.unproved':
    'At {at} a case got your address. Not you? Do nothing: without proof it ends at {next} and we write no more.',
  'text.raised':
    'At {at} we could ask for more: {n, plural, one {# request is} other {# requests are}} out. Next news by {next}.',
  'text.line-stopped': 'Your number is stopped since {at}. Only 999 and 112 work from it. Next news by {next}.',
  'text.stopped':
    'Your phone cannot be used on {n, plural, one {# network} other {# networks}} since {at}. Next news by {next}.',
  'text.stopped-partly':
    'Your phone cannot be used on {n} of {all} networks since {at}. We keep asking. Next news by {next}.',
  'text.refused':
    'At {at} {n, plural, one {# partner} other {# partners}} said no to us. What is stopped stays stopped. Next news by {next}.',
  'text.seen': 'Your phone was seen {where} at {at}. You need do nothing. Next news by {next}.',
  'text.seized': 'Police have your phone since {at}. Your case page says whom to ask for it. Next news by {next}.',
  'text.in-store':
    'Your phone is in the police property store since {at}. Your case page says whom to ask. Next news by {next}.',
  'text.not-yours':
    'At {at} police found that the phone they have is not yours. We go on looking. Next news by {next}.',
  'text.returned': 'Case ended at {at}: you have your phone back. Not so? Tell us until {next}.',
  'text.restored': 'Your network gave you a new SIM at {at}. We may write to your number again. Next news by {next}.',
  'text.heartbeat': 'Nothing new since {at}. Your phone is stopped on {n} of {all} networks. Next news by {next}.',
  'text.heartbeat.unasked':
    'Nothing new since {at}. No network has been asked to stop the phone yet. Next news by {next}.',
  'text.heartbeat.lapsed':
    'Nothing new since {at}. The stops have ended. Your case page says how to start again. Next news by {next}.',
  'text.lapsing':
    'The stops end at {at}. To keep them, show who you are to your network or the police. Next news by {next}.',
  'text.lapsed':
    'All stops ended {at}. To start them again, show who you are to your network or police. Next news by {next}.',
  'text.withdrawn': 'Case ended at {at}: the report was taken back. You can ask us to look again until {next}.',
  'text.closed': 'Case ended at {at}. The reason is on your case page. You can ask us to look again until {next}.',

  'mail.subject': 'Ringback: news of your case, {at}',
  'mail.word': 'Your word: {word}. Every message from us has it. If it is missing, the message is not from us.',
  'mail.was-this-you':
    'At {at} somebody asked us to lock a phone that you have told us about. They have shown no proof, so nothing stops your calls. Was it not you? Then tell your network.',
  'mail.reported':
    'Your case is open since {at}. {n, plural, one {# partner was} other {# partners were}} asked to act: networks, makers, banks or police. Your case page shows what each has answered.',
  'mail.contact-added':
    'Since {at} we write about this case to an address that was given on the case page. If that was not you, tell your network.',
  'mail.contact-added.unproved':
    'At {at} somebody who told us of a phone gave us this address to write to. They have shown no proof. If that was not you, you need do nothing.',
  'mail.raised':
    'At {at} more was shown for your case, so we could ask for more. {n, plural, one {# request is} other {# requests are}} out.',
  'mail.line-stopped':
    'Your network has stopped your number since {at}. Only 999 and 112 can be called from it. Ask for a new SIM in a shop of your network, and bring your identity card.',
  'mail.stopped': 'Your phone cannot be used on {n} of the {all} networks that we asked, since {at}.',
  'mail.stopped-partly':
    'Your phone cannot be used on {n} of {all} networks since {at}. The others have not answered yet; we keep asking.',
  'mail.refused':
    'At {at} {n, plural, one {# partner} other {# partners}} said no to a request of ours. What is stopped stays stopped. Your case page says who and why.',
  'mail.seen': 'Your phone was seen {where} at {at}. You need do nothing, and do not go there.',
  'mail.seized':
    'Police have your phone since {at}. They may keep it for a while. Ask the unit below how you get it back.',
  'mail.in-store':
    'Your phone is in the property store of the police since {at}. Ask the unit below when you can have it. Bring your identity card then.',
  'mail.not-yours':
    'At {at} police found that the phone they have is not yours. We go on looking for yours. What is stopped stays stopped.',
  'mail.returned':
    'Your case ended at {at}, because you were given your phone back. Every stop is being lifted. If that is wrong, tell us until {next}.',
  'mail.restored': 'Your network gave you a new SIM at {at}. We may write to your own number again.',
  'mail.heartbeat':
    'We looked at your case. Nothing new has happened since {at}. Your phone is stopped on {n} of {all} networks, and we still look out for it.',
  'mail.heartbeat.unasked':
    'We looked at your case. Nothing new has happened since {at}. No network has been asked to stop your phone yet: we need more proof of who you are. Your case page says what you can do.',
  'mail.heartbeat.lapsed':
    'We looked at your case. Nothing new has happened since {at}. The stops have ended by themselves, so your phone can be used again. To start them again, show who you are in your network’s shop or to the police, or report your phone again.',
  'mail.lapsing':
    'What stops your phone and your number ends by itself at {at}. To keep it, show who you are in your network’s shop or to the police before then.',
  'mail.lapsed':
    'What stopped your phone and your number ended by itself at {at}. Your phone can be used again. To start the stops again, show who you are in your network’s shop or to the police, or report your phone again.',
  'mail.withdrawn':
    'Your case ended at {at}, because the report was taken back. Every stop is being lifted. If that is wrong, you can ask us to look again until {next}.',
  'mail.closed':
    'Your case ended at {at}. The reason, and how to challenge it, is on your case page. You can ask us to look again until {next}.',
  'mail.next': 'You hear from us by {next}, also if nothing has happened.',
  'mail.next.unproved':
    'Without proof this ends by itself at {next}, and we write no more about it. If it is your phone, show who you are on your case page, in your network’s shop or to the police.',
  'mail.unit': 'Your case is with {unit}. {contact}',
  'mail.page': 'To see your case, type our address yourself and enter your code and your word.',
  'mail.phishing':
    'People may write that your phone was found, and ask for a code or a password. That is never us. We never send a link, and never ask for anything.',
  // To whoever has a phone that networks refuse, and asked us to look.
  'text.appeal.granted': 'A person has looked. Your network is asked to let your phone work with your SIM again.',
  'text.appeal.kept': 'A person has looked. The phone stays stopped. Do you have more to show? Then tell us again.',
  'mail.appeal.subject': 'Ringback: the phone that you wrote to us about',
  'mail.appeal.granted':
    'A person has looked at what you told us. Your network is asked to let your phone work with your SIM again. With another SIM the phone stays stopped, so keep this SIM in it. Keep the box and the receipt too.',
  'mail.appeal.kept':
    'A person has looked at what you told us. The phone stays stopped. If you have more to show, such as a receipt, tell us again in the same way. If you bought it, you may get your money back from the seller.',
  'where.country': 'in {country}',
  'where.abroad': 'abroad',
  'where.again': 'again',

  'unit.none': 'the police',
  'unit.none.contact': 'Call 101.',
  'unit.default': 'the phone theft unit of {force}',
  'unit.default.contact': 'Call 101 and ask for them.',
} as const satisfies Record<string, string>
