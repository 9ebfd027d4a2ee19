const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long something is kept, what it is in the words of docs/dpia.md, and why for so long. */
export type Kept = {
  readonly ms: number
  /** `review`: a person must look again whether it is still needed. `deleted`: it is, by itself. */
  readonly end: 'review' | 'deleted'
  readonly what: string
  readonly why: string
}

/** Every such time, in one place: docs/dpia.md is made from it, and a test finds any that stands elsewhere. */
export const kept = {
  registerEntry: {
    ms: 6 * 365 * day,
    end: 'review',
    what: 'Who owns which phone: enrolments, sales, panic cards, lock-screen cards',
    why: 'the review period of ordinary police records',
  },
  typedEnrolment: {
    ms: 40 * minute,
    end: 'deleted',
    what: 'What was typed at enrolment, the stop word with it; destroyed as soon as the code comes back',
    why: 'the code holds for half of that',
  },
  visitLeft: {
    ms: 30 * minute,
    end: 'deleted',
    what: 'That somebody left a visit to their case: a random id, and not whose',
    why: 'as long as a form of that visit could be sent again from the history of a lent phone',
  },
  caseNumbers: {
    ms: 28 * day,
    end: 'review',
    what: 'The numbers in a case, what finders and buyers wrote, and what partners said',
    why: 'a claim that nobody confirms has lapsed long before; a case that goes on is looked at again',
  },
  caseAccess: {
    ms: 365 * day,
    end: 'review',
    what: 'Code and word of a case, the victim’s contacts (where a browser of theirs takes notices: until that ends), what they told in words',
    why: 'a phone may turn up within a year, and its owner must still be found',
  },
  sentUpdate: {
    ms: 28 * day,
    end: 'review',
    what: 'What we wrote to a victim or to who asked for a review, and where it went',
    why: 'as long as the end of a case can be challenged',
  },
  sentMessage: {
    ms: 7 * day,
    end: 'review',
    what: 'The text of a message that belongs to no case, and where it went',
    why: 'a gateway that is away is tried again for so long',
  },
  officersNotice: {
    ms: day,
    end: 'review',
    what: 'The alert to an officer’s phone, and how it got there',
    why: 'a shift is over by then',
  },
  alertPlace: {
    ms: 28 * day,
    end: 'review',
    what: 'The place that officers were told of',
    why: 'as the numbers of the case',
  },
  tracedSquare: {
    ms: 14 * day,
    end: 'deleted',
    what: 'To which square of 150 metres a stolen phone was traced; not whose it is',
    why: 'three in one square are a task to search; what was traced two weeks ago may have moved on',
  },
  officerPosition: {
    ms: 30 * minute,
    end: 'deleted',
    what: 'Where an officer on duty is',
    why: 'an older one sends the wrong officer; no trail is kept',
  },
  patrolWalk: {
    ms: 3 * minute,
    end: 'deleted',
    what: 'Where an officer on duty was last seen, and the places around',
    why: 'a stay in a geofence is told from one position to the next; after three minutes of silence nothing is claimed',
  },
  officersShift: {
    ms: 12 * hour,
    end: 'deleted',
    what: 'That an officer is on duty, and when their device was heard of; on the device itself their own tour, never of plain clothes',
    why: 'a shift that nobody ends, ends; an earlier end deletes it then',
  },
  unitStay: {
    ms: 12 * hour,
    end: 'deleted',
    what: 'From when to when a unit of officers in uniform stayed in a place; not who, and gone when none of them is on duty',
    why: 'officers who walk as one unit are counted once',
  },
  unitCallSign: {
    ms: 28 * day,
    end: 'deleted',
    what: 'Which call sign walked which tour of a shift',
    why: 'as long as a shift is talked over',
  },
  covertPlan: {
    ms: 28 * day,
    end: 'review',
    what: 'Where plain-clothes officers were sent, and by which call sign',
    why: 'as long as a shift is talked over',
  },
  patrolVisit: {
    ms: 2 * 365 * day,
    end: 'deleted',
    what: 'How long somebody in uniform stayed in a geofence or square, and since which minute; not who',
    why: 'a study of patrols compares with the same months of the year before',
  },
  covertVisit: {
    ms: 28 * day,
    end: 'deleted',
    what: 'How long somebody in plain clothes stayed in a fence of their own plan; not who, where or when',
    why: 'as long as the plan, which alone says where the fence is',
  },
  tray: {
    ms: 28 * day,
    end: 'deleted',
    what: 'The numbers that the property store scanned',
    why: 'a match is made or ruled out by then; what was matched is an exhibit',
  },
  reading: {
    ms: 28 * day,
    end: 'deleted',
    what: 'What operators and makers saw of handsets',
    why: 'as the numbers of a case; what belongs to a case is noted on it',
  },
  simPairing: {
    ms: 28 * day,
    end: 'review',
    what: 'Which SIM may use a blocked handset',
    why: 'as the numbers of a case',
  },
  buyerClaim: {
    ms: 56 * day,
    end: 'review',
    what: 'What a buyer in good faith said, and how they are reached',
    why: 'twenty-eight days for the answer, and as many to read it',
  },
  suspiciousLink: {
    ms: 180 * day,
    end: 'review',
    what: 'Links and senders of false messages that people told us of',
    why: 'as long as a false site that was taken down comes back under its name',
  },
  suspiciousSender: {
    ms: 28 * day,
    end: 'deleted',
    what: 'Who told us of which link without a case, under a keyed hash',
    why: 'so long one sender counts once for one link',
  },
  textReceived: {
    ms: day,
    end: 'review',
    what: 'Who sent a text to stop a phone; destroyed as soon as the answer has gone',
    why: 'an answer that has not left within a day helps nobody',
  },
  passkey: {
    ms: 400 * day,
    end: 'review',
    what: 'The public key of a passkey, and whose it is',
    why: 'a year of readiness and a month to say that it ends',
  },
  identityTries: {
    ms: day,
    end: 'deleted',
    what: 'How often we asked who has a number, from one place, under a keyed hash of it',
    why: 'as long as they are counted, so that nobody guesses a birth date',
  },
  wrongTries: {
    ms: hour,
    end: 'deleted',
    what: 'How often a wrong code was tried from one place, under a keyed hash of it',
    why: 'the rest that follows five wrong tries',
  },
} as const satisfies Record<string, Kept>

/** When what is put away now must be looked at again. */
export const reviewOn = ({ ms }: Kept, now: Date): Date => new Date(now.getTime() + ms)
