/** What is written to a victim: a text stays within 160 GSM-7 characters (message.test.ts), its e-mail says it at length. */
export const messages = {
  // Messages. `text` is for a text message, `mail` its longer twin. No crime is named, nothing is asked for.
  'greeting.word': 'Word: {word}. ',
  // What a victim's own browser shows. It is under our address, which nobody else can write there: so it needs no word.
  'push.news': 'There is news. Open your page.',
  'text.was-this-you':
    'On {at} we were asked to lock your phone. Not you? Call your network. It ends by itself on {next}.',
  'text.their-phone':
    'On {at} we were asked to stop a phone you know. Do not text it. Wrong? Your code may end it until {next}.',
  'text.their-phone.shown':
    'On {at} we were asked to stop a phone you know. Do not text it. Wrong? Its owner ends it in a shop of their network.',
  'text.their-phone-back':
    'Since {at} the stops on a phone you know are lifted. A surprise? Ask its owner, who can object until {next}.',
  'text.reported':
    'Case open since {at}. {n, plural, one {# partner was} other {# partners were}} asked to act. Next news by {next}.',
  'text.contact-added':
    'Since {at} we write to an address that you gave us. Not you? Call your network. Next news by {next}.',
  'text.contact-added.unproved':
    'On {at} a case got your address. Not you? Do nothing: without proof it ends on {next} and we write no more.',
  'text.raised':
    'On {at} we could ask for more: {n, plural, one {# request is} other {# requests are}} out. Next news by {next}.',
  'text.line-stopped': 'Your number is stopped since {at}. Only 999 and 112 work from it. Next news by {next}.',
  'text.stopped':
    'Your phone cannot be used on {n, plural, one {# network} other {# networks}} since {at}. Next news by {next}.',
  'text.stopped-partly':
    'Your phone cannot be used on {n} of {all} networks since {at}. We keep asking. Next news by {next}.',
  'text.refused':
    'On {at} {n, plural, one {# partner} other {# partners}} said no to us. What is stopped stays stopped. Next news by {next}.',
  'text.seen': 'Your phone was seen {where} on {at}. You need do nothing. Next news by {next}.',
  'text.seized': 'Police have your phone since {at}. Your case page says whom to ask for it. Next news by {next}.',
  'text.in-store':
    'Your phone is in the police property store since {at}. Your case page says whom to ask. Next news by {next}.',
  'text.not-yours':
    'On {at} police found that the phone they have is not yours. We go on looking. Next news by {next}.',
  'text.returned': 'Case ended on {at}: you have your phone back. Not so? Tell us until {next}.',
  'text.restored': 'Your network gave you a new SIM on {at}. We may write to your number again. Next news by {next}.',
  'text.wipe-asked':
    'On {at} we were asked to erase your phone. It waits a day: stop it on your case page. Next news by {next}.',
  'text.heartbeat': 'Nothing new since {at}. Your phone is stopped on {n} of {all} networks. Next news by {next}.',
  'text.heartbeat.unasked':
    'Nothing new since {at}. No network has been asked to stop the phone yet. Next news by {next}.',
  'text.heartbeat.no-handset':
    'Nothing new since {at}. No network knows which phone it was: a photo of its box helps. Next news by {next}.',
  'text.heartbeat.lapsed':
    'Nothing new since {at}. The stops have ended. Your case page says how to start again. Next news by {next}.',
  'text.lapsing':
    'The stops end on {at}. To keep them, show who you are to your network or the police. Next news by {next}.',
  'text.lapsed':
    'All stops ended {at}. To start them again, show who you are to your network or police. Next news by {next}.',
  'text.lapsing.ended':
    'The stops end on {at}. To keep your phone stopped, report it again, best of all to the police.',
  'text.lapsed.ended': 'All stops ended on {at}. To stop your phone again, report it again, best of all to the police.',
  'text.withdrawn': 'Case ended on {at}: the report was taken back. You can ask us to look again until {next}.',
  'text.closed': 'Case ended on {at}. The reason is on your case page. You can ask us to look again until {next}.',

  'text.reopened': 'Your case is open again since {at}. Somebody looks at it anew. Next news by {next}.',
  'text.answered': 'On {at} we answered what you wrote. The answer is on your case page. Next news by {next}.',
  'text.answered-after-end':
    'On {at} we answered you. The answer is on your case page. You can ask us to look again until {next}.',
  'text.decided': 'There is a decision in your case from {at}. Your case page says which. Next news by {next}.',

  'mail.subject': 'Ringback: news of your case, {at}',
  'mail.subject.their-phone': 'Ringback: a phone that you are named for, {at}',
  'mail.word':
    'Your word: {word}. Every message from us to this address has it. If it is missing, the message is not from us.',
  'mail.word.withheld':
    'Your word is not in this message: the thief may read your mail here. Do you want it in our messages? Give an address on your case page that only you can read.',
  'mail.was-this-you':
    'On {at} somebody asked us to lock a phone that you have told us about. They have shown no proof, so nothing stops your calls. Was it not you? Then tell your network.',
  'mail.their-phone':
    'On {at} we were asked to stop a phone whose owner has named you. Do not write to that phone: its owner may not have it. Ask them in another way. If its owner does not want this, the code that you were sent may end it until {next}.',
  'mail.their-phone.shown':
    'On {at} we were asked to stop a phone whose owner has named you. Do not write to that phone: its owner may not have it. Ask them in another way. Somebody has shown whose phone it is, so your code does not end this. Does its owner not want it? They end it in a shop of their network, with photo ID. Or they ask the police.',
  'mail.their-phone-back':
    'Since {at} the stops on a phone whose owner has named you are being lifted: the report about it was taken back, or its owner has it again. Is that a surprise? Ask its owner, and not by that phone. If they did not want this, they can report it again, or ask us to look again until {next}.',
  'mail.reported':
    'Your case is open since {at}. {n, plural, one {# partner was} other {# partners were}} asked to act: networks, makers, banks or police. Your case page shows what each has answered.',
  'mail.contact-added':
    'Since {at} we write about this case to an address that was given on the case page. If that was not you, tell your network.',
  'mail.contact-added.unproved':
    'On {at} somebody who told us of a phone gave us this address to write to. They have shown no proof. If that was not you, you need do nothing.',
  'mail.raised':
    'On {at} more was shown for your case, so we could ask for more. {n, plural, one {# request is} other {# requests are}} out.',
  'mail.line-stopped':
    'Your network has stopped your number since {at}. Only 999 and 112 can be called from it. Ask for a new SIM in a shop of your network, and bring photo ID.',
  'mail.stopped': 'Your phone cannot be used on {n} of the {all} networks that we asked, since {at}.',
  'mail.stopped-partly':
    'Your phone cannot be used on {n} of {all} networks since {at}. The others have not answered yet; we keep asking.',
  'mail.refused':
    'On {at} {n, plural, one {# partner} other {# partners}} said no to a request of ours. What is stopped stays stopped. Your case page says who and why.',
  'mail.seen': 'Your phone was seen {where} on {at}. You need do nothing, and do not go there.',
  'mail.seized':
    'Police have your phone since {at}. They may keep it for a while. Ask the unit below how you get it back.',
  'mail.in-store':
    'Your phone is in the property store of the police since {at}. Ask the unit below when you can have it. Bring photo ID then.',
  'mail.not-yours':
    'On {at} police found that the phone they have is not yours. We go on looking for yours. What is stopped stays stopped.',
  'mail.returned':
    'Your case ended on {at}, because you were given your phone back. Every stop is being lifted. If that is wrong, tell us until {next}.',
  'mail.restored': 'Your network gave you a new SIM on {at}. We may write to your own number again.',
  'mail.wipe-asked':
    'On {at} we were asked to erase everything on your phone. Nothing is erased for one day. If that was not you, open your case and choose “Do not erase it”.',
  'mail.heartbeat':
    'We looked at your case. Nothing new has happened since {at}. Your phone is stopped on {n} of {all} networks, and we still look out for it.',
  'mail.heartbeat.unasked':
    'We looked at your case. Nothing new has happened since {at}. No network has been asked to stop your phone yet: we need more proof of who you are. Your case page says what you can do.',
  'mail.heartbeat.no-handset':
    'We looked at your case. Nothing new has happened since {at}. Your network does not know which phone goes with your number, so no network can block it yet. Send us a photo of its box, or of a paper with its number (IMEI), on your case page. A person reads it, and then every network is asked to block the phone.',
  'mail.heartbeat.lapsed':
    'We looked at your case. Nothing new has happened since {at}. The stops have ended by themselves, so your phone can be used again. To start them again, show who you are in your network’s shop or to the police, or report your phone again.',
  'mail.lapsing':
    'What stops your phone and your number ends by itself on {at}. To keep it, show who you are in your network’s shop or to the police before then.',
  'mail.lapsed':
    'What stopped your phone and your number ended by itself on {at}. Your phone can be used again. To start the stops again, show who you are in your network’s shop or to the police, or report your phone again.',
  'mail.lapsing.ended':
    'What stops your phone and your number ends by itself on {at}. Your case has ended, so to keep it stopped you must report your phone again. Best of all, go to the police: then it lasts.',
  'mail.lapsed.ended':
    'What stopped your phone and your number ended by itself on {at}. Your phone can be used again. Your case has ended, so to stop it again you must report your phone again. Best of all, go to the police: then it lasts.',
  'mail.withdrawn':
    'Your case ended on {at}, because the report was taken back. Every stop is being lifted. If that is wrong, you can ask us to look again until {next}.',
  'mail.closed':
    'Your case ended on {at}. The reason, and how to challenge it, is on your case page. You can ask us to look again until {next}.',
  'mail.reopened':
    'Your case is open again since {at}. Somebody looks at it anew. Your case page says what is stopped.',
  'mail.answered': 'On {at} we answered what you wrote to us. You can read the answer on your case page.',
  'mail.answered-after-end':
    'On {at} we answered what you wrote to us. You can read the answer on your case page. You can ask us to look again until {next}.',
  'mail.decided.not-investigated':
    'On {at} the police decided not to look into your case further. Your case page says what you can do if you think that this is wrong.',
  'mail.decided.arrested': 'There is news in your case. The police made an arrest on {at}.',
  'mail.decided.interviewed': 'There is news in your case. The police spoke to a person about it on {at}.',
  'mail.decided.released': 'There is news in your case. The police let the person go on {at}. This may not be the end.',
  'mail.decided.bail-changed':
    'On {at} the rules changed for somebody in your case who is free for now (bail). If you are worried about your safety, call 101, or 999 in danger.',
  'mail.decided.charged': 'There is news in your case. Since {at} a person must go to court for it.',
  'mail.next': 'You hear from us by {next}, even if nothing has happened.',
  'mail.next.unproved':
    'Without proof this ends by itself on {next}, and we write no more about it. If it is your phone, show who you are on your case page, in your network’s shop or to the police.',
  'mail.unit': 'Your case is with {unit}. {contact}',
  'mail.page': 'To see your case, type our address yourself and enter your code and your word.',
  'mail.phishing':
    'People may write that your phone was found, and ask for a code or a password. That is never us. We never send a link, and never ask for a code, a password or money.',
  // To whoever bought a phone and did not know.
  'text.buyer.freed': 'The phone that you wrote to us about works again. Nothing stands against it with us any more.',
  'text.buyer.stays':
    'A person has looked. The phone stays stopped: it is somebody else’s. You may get your money back.',
  'text.buyer.returned': 'The phone that you wrote to us about is back with its owner. You may get your money back.',
  'mail.buyer.freed':
    'What stood against the phone that you wrote to us about has ended. Each network, maker and bank is asked to undo what it did. Most need less than a minute. If it does not work after a day, ask your network.',
  'mail.buyer.stays':
    'A person has looked at both sides. The phone stays stopped, because it is somebody else’s. You did nothing wrong. You may get your money back from the seller, or from your bank if you paid by card. If you have more to show, tell us again in the same way.',
  'mail.buyer.returned':
    'The phone that you wrote to us about is back with its owner. You did nothing wrong. You may get your money back from the seller, or from your bank if you paid by card.',
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
