/** The proof ladder's levels: claim, enrolled, attested, documented, crime recorded (MISSION, The proof ladder). */
export const levels = [0, 1, 2, 3, 4] as const
export type Level = (typeof levels)[number]

const hour = 3_600_000

/**
 * What a reporter can show, the level that it reaches, and after how many milliseconds that lapses unless raised. Where
 * name and birth date alone matched (an ex-partner knows them too), level 2 lapses like level 1.
 */
const shown = {
  number: { level: 0, lapsesAfterMs: hour },
  'panic-card': { level: 1, lapsesAfterMs: 72 * hour },
  'stop-word': { level: 1, lapsesAfterMs: 72 * hour },
  'trusted-person': { level: 1, lapsesAfterMs: 72 * hour },
  'own-passkey': { level: 1, lapsesAfterMs: 72 * hour },
  'operator-knowledge': { level: 2, lapsesAfterMs: 72 * hour },
  'operator-counter': { level: 2 },
  bank: { level: 2 },
  'police-handler': { level: 2 },
  'officer-present': { level: 2 },
  'purchase-document': { level: 3 },
  'cloud-account': { level: 3 },
  'register-entry': { level: 3 },
  'digital-identity': { level: 3 },
  'crime-reference': { level: 4 },
} as const satisfies Record<string, { level: Level; lapsesAfterMs?: number }>

export type Means = keyof typeof shown
export const means = Object.keys(shown) as [Means, ...Means[]]

/** What can only stop: it may be said on a stranger's phone and overheard, so it never takes anything back (principle 1). */
const stopOnly: readonly Means[] = ['number', 'panic-card', 'stop-word', 'operator-knowledge']
export const mayRelease = (one: Means): boolean => !stopOnly.includes(one)

/** What shows that this very person is the holder, to somebody who looked or who knows them. */
const shows = [
  ...(['own-passkey', 'operator-knowledge', 'operator-counter', 'bank', 'police-handler', 'officer-present'] as const),
  ...(['purchase-document', 'cloud-account', 'register-entry', 'digital-identity'] as const),
] satisfies Means[] as readonly Means[]
export const showsHolder = (one: Means): boolean => shows.includes(one)

export const levelOf = (one: Means): Level => shown[one].level

/** Whoever is told a number may mishear it: that they have seen who somebody is says nothing of the number. */
export const isTold = (one: Means): boolean => one === 'police-handler' || one === 'officer-present'

/** What shows whose line it is: its owner proved it before, or its own network or a bank knows them by it. */
const showLine: readonly Means[] = [
  ...(['panic-card', 'stop-word', 'trusted-person', 'own-passkey'] as const),
  ...(['operator-knowledge', 'operator-counter', 'bank'] as const),
]
export const showsLine = (one: Means): boolean => showLine.includes(one)

/** From here on somebody has looked at who it is. A paper or a crime reference says more of the phone, not of the person. */
const identified: Level = 2
/** As much of it as says who somebody is: a paper or a crime reference adds nothing to that. */
export const levelOfPerson = (level: Level): Level => (level > identified ? identified : level)

/**
 * What must be shown to take back what stands: who you are, not how much is on file. Name and birth date are known to an ex-partner,
 * and are on the licence in a stolen wallet: they hold no more than a card does (docs/adr/0024).
 */
export function releaseLevel({ level, means, until }: Standing): Level {
  if (level === identified && means === 'operator-knowledge' && until !== undefined) return levelOf('panic-card')
  return levelOfPerson(level)
}

/** When what this proof allows lapses unless raised, ISO 8601; undefined when it does not. */
export function lapseOf(one: Means, now: string): string | undefined {
  const proof: { level: Level; lapsesAfterMs?: number } = shown[one]
  return proof.lapsesAfterMs === undefined ? undefined : new Date(Date.parse(now) + proof.lapsesAfterMs).toISOString()
}

/** What speaks against a report: it stops further escalation until a person has looked, and lifts nothing. */
export const conflicts = [
  'second-claimant',
  'recent-sale',
  'domestic-abuse',
  'repeat-reporter',
  'number-ported',
  'number-unconfirmed', // told once by voice, or given up since: nobody has said that the line is theirs
  'contacts-changed',
  'paper-doubted', // what it was documented with does not count after all
  'suspected-clone', // the number may be on somebody else's phone too: only what acts on the handset waits
] as const
export type Conflict = (typeof conflicts)[number]

/** Why a number is thought to be on two phones, or not on the stolen one (docs/adr/0019). */
export const cloneSigns = [
  ...(['two-owners', 'two-networks', 'two-places', 'other-model', 'line-moved'] as const),
  'two-sims', // a network heard two SIMs under it in the same hours; it lets the other phone in
  'other-handset', // the network saw the line in another phone than was read out
] as const
export type CloneSign = (typeof cloneSigns)[number]

/** How far proof has come in one case. `until` is undefined once nothing lapses any more. */
export type Standing = {
  readonly level: Level
  readonly means: Means
  readonly until: string | undefined
}

/** The standing after one more proof: never a lower level, and no earlier lapse at the same one. */
export function raised(before: Standing | undefined, shown: Means, now: string): Standing {
  const after: Standing = { level: levelOf(shown), means: shown, until: lapseOf(shown, now) }
  if (!before || before.level < after.level || hasLapsed(before, now)) return after
  if (before.level > after.level || before.until === undefined) return before
  return after.until === undefined || after.until > before.until ? after : before
}

export const hasLapsed = ({ until }: Standing, now: string) => until !== undefined && until <= now
