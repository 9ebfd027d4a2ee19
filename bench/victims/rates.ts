/**
 * How often what can go wrong goes wrong for an honest victim, and where each figure is from. Most are assumed: the bench prints
 * beside the sum how many of each kind ended wrong, so that whoever knows a better rate can put it in.
 */
export const rates = {
  /** DOMAIN 6: of who is enrolled (assumed). */
  enrolled: [0.3, 'DOMAIN 6, assumed'],
  /** Of those, whose IMEIs a shop has put into the register with the sale. */
  sold: [0.2, 'assumed'],
  /** DOMAIN 6: victim knows the IMEI when reporting. */
  knowsImei: [0.15, 'DOMAIN 6, assumed'],
  /** DOMAIN 6: dual IMEI, almost all new phones. */
  dualImei: [0.97, 'DOMAIN 6'],
  /** Reports to a call handler, of who has no card (simulators/city). */
  byHandler: [0.2, 'simulators/city, assumed'],

  /** An IMEI that was read out or typed has a slip; of what sort stands below. */
  imeiSlip: [0.02, 'assumed'],
  /** A number heard by a handler and typed has a slip. */
  lineSlip: [0.005, 'assumed'],
  /**
   * The handler has checked who it is, so has the name with birth date or postcode to ask the number's operator with. Of the others the
   * number is taken down twice.
   */
  handlerNames: [0.95, 'assumed: crime recording asks for both'],
  /**
   * The second entry has the very same slip. Half of the slips are misheard (five and nine), of which a fifth is misheard alike again; half
   * are of the typing hand, which does not slip on the same digit to the same digit.
   */
  sameSlipTwice: [0.1, 'assumed: 0.5 × 0.2'],
  /** A number typed by the victim has a slip. */
  ownLineSlip: [0.01, 'assumed'],
  /** Says another line of the same account: a partner's, a child's, the work phone. */
  otherOfAccount: [0.003, 'assumed'],
  /** Says a number that was theirs before. */
  formerLine: [0.0002, 'assumed'],
  /** The number of a card is not the owner's any more, and the card is used for another theft all the same. */
  oldCard: [0.0005, 'assumed'],
  /** A trusted person with codes of two friends uses the wrong one. */
  otherFriend: [0.0005, 'assumed'],
  /** Asked which of three phones it is, by two letters of the name, the maker and two digits, they read none of it and press any. */
  labelUnread: [0.03, 'assumed'],
  /** Of those who press any, it is the phone of the code that they took. */
  pressesIt: [0.333, 'one of three'],
  /** Two friends whose first names begin with the same two letters: sum of squares over the first names of Britain (assumed; ONS lists). */
  sameLetters: [0.02, 'assumed'],
  /** The operator that gave a number to somebody else knows since when: all but what was ported in without that date. */
  holderDateKnown: [0.98, 'assumed'],

  /** The SIM is in another phone when the operator looks: the thief's, who waits for a bank's code (a fifth of the unlocked, 60%). */
  inThiefsPhone: [0.12, 'DOMAIN 6, 20-25% of 60% unlocked'],
  /** Who reports after a day has a new SIM with the old number in a new phone. */
  newSim: [0.4, 'assumed'],
  /** The victim bought the stolen phone within 30 days: 2.5 years of use, evenly. */
  boughtLately: [0.033, 'assumed'],
  /** Another phone carries the same number, and no sign tells (docs/adr/0019). */
  copied: [0.00002, 'assumed: no figure for Britain; Peru blocked 614,512 copies (DOMAIN 3)'],
  /** The victim's SIM was under the number that was copied: most of two numbers are never used. */
  lineUnderCopied: [0.95, 'assumed: one in twenty has their only SIM in the other place'],
  /** The victim's network tells in which hours it heard the line's SIM in the handset. */
  tellsHours: [
    0.97,
    'assumed: the contract asks for it and `ringback conformance` tries it; a register that was just restarted cannot',
  ],
  /** The network of the copy compares them with its own SIMs. */
  comparesHours: [0.97, 'assumed: as above'],
  /** The phone with the copy was on in that day. */
  copyIsOn: [0.95, 'assumed: one in twenty lies in a drawer'],
  /** A phone that is on was heard in an hour: it tells its network by itself that it is there, about once an hour. */
  heardAnHour: [0.9, 'assumed from the usual timers (TS 24.008, T3212 and T3412: minutes to three hours)'],
  /** The network's register is asked for the copy in the second before it has compared: once an hour. */
  asksMeanwhile: [0.0003, 'assumed: 1 s of 3,600'],
  /** Of the copies, both owners have put it into the register: a sign. */
  copiedAndRegistered: [0.06, 'assumed'],
  /** Another person has that number of Britain's mobile range; a number given up goes to somebody else. */
  lineInUse: [0.35, 'assumed'],
  recycled: [0.5, 'assumed'],
  /** A serial number of a model in use is on a phone. */
  serialInUse: [0.6, 'assumed'],
  /** The operator does not know the line: ported out, or a range that is another's. */
  unknownLine: [0.03, 'assumed'],
  /** Ported within a week, by the thief or the owner. */
  portedLately: [0.001, 'assumed'],
} as const satisfies Record<string, readonly [rate: number, source: string]>

export const rate = (name: keyof typeof rates): number => rates[name][0]

/**
 * What is so rare that a million reports hold a handful is drawn so many times as often, and each such report weighs as much less: the
 * sum is the same, and by far less a matter of luck.
 */
export const drawnMore = { copied: 20, otherFriend: 20 } as const

/** Minutes from theft to report (DOMAIN 6): 20% within five, median 35, 15% after a day; those assumed to trail off by two days. */
export const delay = { medianMinutes: 35, spread: 2.2, afterADay: 0.15, thenDays: 2 } as const

/** What slips in fifteen digits are, by weight (assumed). One wrong digit never passes the check digit; the others may. */
export const slips = [
  ['a digit wrong', 50],
  ['two neighbours changed over', 15],
  ['a digit left out', 20],
  ['a digit too many', 10],
  ['two digits wrong', 5],
] as const
