import type { Obligation } from '#ledger'
import type { Heard } from '#lib/heard'
import type { ImeiKey } from '#lib/imei/imei'
import { hasLapsed, type Level, type Standing } from '#lib/proof'
import type { VaultRef } from '#platform/vault-ref'

/** Who can be asked in a case. Filled from the register and the partners before a command decides. */
export type Parties = {
  /** Every operator that we know: a stolen handset is stopped at all of them. */
  readonly operators: readonly string[]
  /** The operator of the victim's own number. */
  readonly home: readonly string[]
  /** The maker of the handset; all makers while we do not know it. */
  readonly makers: readonly string[]
  /** The victim's own banks. */
  readonly banks: readonly string[]
  /** What else the victim named as theirs: mail providers, crypto exchanges, issuers of a digital identity. */
  readonly mail: readonly string[]
  readonly exchanges: readonly string[]
  readonly identities: readonly string[]
  /** The force that records the crime. */
  readonly forces: readonly string[]
}

export const nobody: Parties = {
  ...{ operators: [], home: [], makers: [], banks: [], mail: [], exchanges: [], identities: [], forces: [] },
}

/** What the stops act on. */
export type Subject = {
  readonly case: string
  readonly line: VaultRef | undefined
  readonly imeiKeys: readonly ImeiKey[]
  /** The owner has agreed, before the theft, that the maker may locate the handset. */
  readonly mayLocate: boolean
  /** The owner has asked for a wipe, after seeing when the last backup was made. */
  readonly mayWipe: boolean
  /** Nobody took it, as far as the owner knows: it is stopped all the same, and no crime is recorded. */
  readonly lost?: boolean
  /** Domestic abuse: the customer of the line may be whom its user fears. */
  readonly safeMode?: boolean
  /** When the owner proved that the line is theirs, before the theft. */
  readonly lineProvedAt?: string | undefined
  /** When the line's own network heard its SIM in that handset. */
  readonly heard?: Heard | undefined
}

type Step = {
  readonly from: Level
  readonly kind: string
  readonly at: keyof Parties
  /** It waits this long before it leaves, so that it can be thought over. */
  readonly afterMs?: number
  /** Undefined when this case has not what the step needs: then nothing is owed. */
  readonly input: (subject: Subject, standing: Standing) => Readonly<Record<string, unknown>> | undefined
}

const line = ({ line }: Subject) => line && { line }
// A number that was given up goes to somebody else: its operator does nothing to a line that changed hands since.
const provedLine = ({ line, lineProvedAt }: Subject) =>
  line && { line, ...(lineProvedAt && { provedAt: lineProvedAt }) }
// A bank judges for itself by the level; above 2 nothing differs for it, so that more proof asks it nothing anew.
const account = (subject: Subject, { level }: Standing) =>
  line(subject) && { ...line(subject), level: Math.min(level, 2) }
const handset = ({ imeiKeys }: Subject) => (imeiKeys.length > 0 ? { imeiKeys } : undefined)
const missing = (subject: Subject) =>
  handset(subject) && { ...handset(subject), reason: subject.lost ? 'lost' : 'stolen' }
// By the hours each operator sees whether another phone carries the number, and lets that one in.
const missingWhen = (subject: Subject) =>
  missing(subject) && { ...missing(subject), ...(subject.heard && { heard: subject.heard }) }
const lineOrHandset = (subject: Subject) =>
  line(subject) || handset(subject) ? { ...line(subject), ...handset(subject) } : undefined
const whenLocatable = (subject: Subject) => (subject.mayLocate ? lineOrHandset(subject) : undefined)
const whenToWipe = (subject: Subject) => (subject.mayWipe ? handset(subject) : undefined)
// Name and birth date are known to an ex-partner too: no freeze on them alone.
const notOnKnowledge = (subject: Subject, standing: Standing) =>
  standing.level === 2 && standing.means === 'operator-knowledge' ? undefined : account(subject, standing)
const crime = ({ case: theft, lost }: Subject) => (lost ? undefined : { case: theft })
// The operator sees in which handset the line was last used; nobody asks the victim for it (principle 3).
const lineOfUnknownHandset = (subject: Subject) => (subject.imeiKeys.length > 0 ? undefined : provedLine(subject))
// Whoever knows name and birth date may be a stranger to the phone: its customer hears of it by a way that no thief holds.
const customer = (subject: Subject, { level, means }: Standing) =>
  level === 2 && means === 'operator-knowledge' && !subject.safeMode ? line(subject) : undefined

/** A wipe takes away what cannot be had back: a day in which the owner, or whoever sees what is going on, can stop it (B67). */
const wipeAfterMs = 86_400_000

/** The proof ladder (MISSION): what may be done, at whom, from which level on. */
export const ladder: readonly Step[] = [
  { from: 0, kind: 'lock-screen', at: 'makers', input: lineOrHandset },
  { from: 0, kind: 'hold-line-changes', at: 'home', input: line },
  { from: 1, kind: 'suspend-line', at: 'home', input: provedLine },
  { from: 1, kind: 'find-handset', at: 'home', input: lineOfUnknownHandset },
  { from: 1, kind: 'block-handset', at: 'operators', input: missingWhen },
  { from: 1, kind: 'step-up-account', at: 'banks', input: account },
  { from: 1, kind: 'distrust-handset', at: 'makers', input: lineOrHandset },
  { from: 1, kind: 'end-mail-sessions', at: 'mail', input: line },
  { from: 1, kind: 'hold-withdrawals', at: 'exchanges', input: line },
  { from: 1, kind: 'start-locating', at: 'makers', input: whenLocatable },
  { from: 2, kind: 'freeze-account', at: 'banks', input: notOnKnowledge },
  { from: 2, kind: 'suspend-digital-identity', at: 'identities', input: line },
  { from: 2, kind: 'record-crime', at: 'forces', input: crime },
  { from: 2, kind: 'tell-customer', at: 'home', input: customer },
  { from: 3, kind: 'list-stolen', at: 'makers', input: missing },
  { from: 3, kind: 'wipe-handset', at: 'makers', input: whenToWipe, afterMs: wipeAfterMs },
]

/**
 * What takes each stop back: all of them go with a contest, a withdrawal and a return, for an undo looks at nothing else
 * (the table in docs/guide/victims-and-public.md says the same of each). What is on the ladder and not here is in `stays`.
 */
export const undoOf: Readonly<Record<string, string>> = {
  'lock-screen': 'unlock-screen',
  'hold-line-changes': 'release-line-changes',
  'suspend-line': 'restore-line',
  'block-handset': 'unblock-handset',
  'step-up-account': 'end-step-up',
  'start-locating': 'stop-locating',
  'freeze-account': 'unfreeze-account',
  'list-stolen': 'unlist-stolen',
  'wipe-handset': 'stop-wipe',
  'distrust-handset': 'trust-handset',
  'hold-withdrawals': 'release-withdrawals',
  'suspend-digital-identity': 'restore-digital-identity',
}

/** What no undo takes back, and why. */
export const stays: Readonly<Record<string, string>> = {
  'find-handset': 'a question, it stops nothing',
  'tell-customer': 'a word to the customer, it stops nothing',
  'record-crime': 'the force’s own record, which the force ends',
  'end-mail-sessions': 'done once, the owner signs in again with the password',
}

/**
 * The question whose line it is: it tells a network the number and nothing else, and its yes is a stop at once. Every network that
 * does not have the line refuses it as `unknown-line` (docs/adr/0034).
 */
export const asksWhose = 'hold-line-changes'

/** What does not lapse with the proof: it is done once, or it is a record. */
const lasting = new Set([...Object.keys(stays), 'wipe-handset'])

/** A case at one moment, as far as it decides what is owed. */
export type Situation = {
  readonly standing: Standing
  readonly subject: Subject
  readonly parties: Parties
  /** Something speaks against the report and no person has looked yet. */
  readonly conflicted: boolean
}

/**
 * What is owed in `after` that was not owed in `before`: new steps, new partners, and what is to last longer. With a
 * conflict nothing above level 0 is added; nothing is ever lifted here.
 */
export function stopsOwed(before: Situation | undefined, after: Situation, now: string): Obligation[] {
  if (hasLapsed(after.standing, now)) return []
  const known = new Map((before ? owing(before, now) : []).map((one) => [one.kind, one]))
  return owing(after, now)
    .map((one) => beyond(known.get(one.kind), one))
    .filter(({ partners }) => partners.length > 0)
}

/** Of what is wanted, what is not known to be owed already. */
function beyond(known: Obligation | undefined, wanted: Obligation): Obligation {
  if (!known || !sameInput(known, wanted) || !lastsAsLong(known.until, wanted.until)) return wanted
  return { ...wanted, partners: wanted.partners.filter((one) => !known.partners.includes(one)) }
}
const sameInput = (a: Obligation, b: Obligation) => JSON.stringify(a.input) === JSON.stringify(b.input)
const lastsAsLong = (known: string | undefined, wanted: string | undefined) =>
  known === undefined || (wanted !== undefined && known >= wanted)

/** Order is kept for each (partner, target): a stop and its undo stay in order, unlike stops do not wait for each other. */
const targetOf = ({ case: theft }: Subject, kind: string) => `case/${theft}/${kind}`

/** Every stop of a situation; one obligation names all partners that owe the same. */
function owing({ standing, subject, parties, conflicted }: Situation, now: string): Obligation[] {
  const highest = conflicted ? 0 : standing.level
  return ladder
    .filter(({ from }) => from <= highest)
    .flatMap(({ kind, at, input, afterMs }) => {
      const given = input(subject, standing)
      if (!given) return []
      const until = lasting.has(kind) || standing.until === undefined ? {} : { until: standing.until }
      const due = afterMs === undefined ? {} : { due: new Date(Date.parse(now) + afterMs).toISOString() }
      return [{ partners: parties[at], kind, target: targetOf(subject, kind), input: given, ...until, ...due }]
    })
}
