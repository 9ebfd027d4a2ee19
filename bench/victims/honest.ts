import type { Obligation } from '#ledger'
import type { Heard } from '#lib/heard'
import { type Imei, Imeis, ImeisToStop, keysOf } from '#lib/imei/imei'
import type { CloneSign, Conflict, Means } from '#lib/proof'
import { reportTheft } from '#modules/reports/public'
import type { Chance } from '../../simulators/city/chance.ts'
import { claimIdentity } from '../../src/modules/reports/commands/claim-identity.ts'
import { findConflict } from '../../src/modules/reports/commands/find-conflict.ts'
import { showProof } from '../../src/modules/reports/commands/show-proof.ts'
import { handsetOfLine, isAnotherHandset } from '../../src/modules/reports/handset-of-line.ts'
import { hasLineMoved } from '../../src/modules/reports/line-moved.ts'
import { hoursOfLine, isSpared } from './copies.ts'
import { openCase } from './open-case.ts'
import { drawnMore, rate } from './rates.ts'
import { imeiWithSlip, lineWithSlip } from './slips.ts'
import { at, lineOf, strangerAt, type Truth } from './truths.ts'

/** What a victim, or who helps, said that was not so: it names the noise by which the report is counted. */
export type Said = {
  readonly means: Means
  readonly line: string
  /** Whose line that is, when it is not the stolen phone's; undefined: nobody's. */
  readonly stranger: readonly string[] | undefined
  readonly typedImei: string | undefined
  readonly noise: string
  /** It was drawn more often than it happens, noticed or not. */
  readonly isDrawnMore: boolean
  /** A handler has the operator asked whether the number is theirs; else it was taken down twice. */
  readonly asks: boolean
  /** The operator that gave this number to somebody else knows when. */
  readonly knowsHolderSince: boolean
}

const banks = ['a-bank']
const everybody = {
  operators: ['one', 'two'],
  home: ['one'],
  makers: ['a-maker'],
  banks: [] as string[],
  forces: ['a-force'],
}
/** When whoever enrolled did so: before their number went to somebody else. */
const lineProvedAt = '2026-01-01T12:00:00.000Z'
const caseId = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const claim = `v_${'c'.repeat(22)}`
/** The vault's reference of a number, as the pure commands see it. */
export const refOf = (line: string) => `v_${line.slice(1).padStart(22, '0')}`

/** How an honest victim of this theft reports it, with the slips and confusions of people. */
export function saidBy(chance: Chance, truth: Truth): Said {
  const means = meansOf(chance, truth)
  const asks = means === 'police-handler' && chance.happens(rate('handlerNames'))
  const heard = whichLine(chance, truth, means)
  const isDrawnMore = heard.noise === friendsCode
  const told = isNoticed(chance, heard, means, asks) ? right(truth) : heard
  const said = { ...told, asks, isDrawnMore, ...whenChanged(chance) }
  if (means !== 'police-handler' || !chance.happens(rate('knowsImei'))) return { ...said, means, typedImei: undefined }
  const imei = chance.one(truth.imeis)
  if (!chance.happens(rate('imeiSlip'))) return { ...said, means, typedImei: imei }
  const { typed, slip } = imeiWithSlip(chance, imei)
  return { ...said, means, typedImei: typed, noise: `IMEI with ${slip}` }
}

const friendsCode = 'trusted person takes another friend’s code'

/** For how many reports one counts. */
export const weightOf = ({ copy }: Truth, { isDrawnMore }: Said): number =>
  (copy ? 1 / drawnMore.copied : 1) * (isDrawnMore ? 1 / drawnMore.otherFriend : 1)

function meansOf(chance: Chance, { enrolled }: Truth): Means {
  if (enrolled) return chance.happens(0.5) ? 'panic-card' : 'trusted-person'
  return chance.happens(rate('byHandler')) ? 'police-handler' : 'number'
}

const whenChanged = (chance: Chance) => ({ knowsHolderSince: chance.happens(rate('holderDateKnown')) })

/**
 * Whether a slip is noticed before anything is stopped. A number that is taken down twice differs, unless the same was misheard again.
 * A trusted person looks for their friend among three phones and finds none: not when they read nothing and press the one, nor when both friends' names begin alike.
 */
function isNoticed(chance: Chance, { noise }: Line, means: Means, asks: boolean): boolean {
  if (means === 'police-handler' && !asks && noise === 'number with a slip')
    return !chance.happens(rate('sameSlipTwice'))
  if (means !== 'trusted-person' || noise === 'none') return false
  const pressedAny = chance.happens(rate('labelUnread')) && chance.happens(rate('pressesIt'))
  return !pressedAny && !chance.happens(rate('sameLetters'))
}

const right = ({ line }: Truth): Line => ({ line, stranger: undefined, noise: 'none' })

type Line = Pick<Said, 'line' | 'stranger' | 'noise'>

function whichLine(chance: Chance, truth: Truth, means: Means): Line {
  const wrong = (noise: string, inUse: number, line = lineOf(chance)): Line => ({
    ...{ noise, line },
    stranger: strangerAt(chance, inUse),
  })
  if (means === 'panic-card')
    return chance.happens(rate('oldCard')) ? wrong('card of a number given up', rate('recycled')) : right(truth)
  if (means === 'trusted-person')
    return chance.happens(drawnMore.otherFriend * rate('otherFriend')) ? wrong(friendsCode, 1) : right(truth)
  if (chance.happens(rate('otherOfAccount'))) return wrong('another line of their own account', 1)
  if (chance.happens(rate('formerLine'))) return wrong('a number given up', rate('recycled'))
  const slip = means === 'number' ? rate('ownLineSlip') : rate('lineSlip')
  if (!chance.happens(slip)) return right(truth)
  const typed = lineWithSlip(chance, truth.line)
  return typed === truth.line ? right(truth) : wrong('number with a slip', rate('lineInUse'), typed)
}

/** The whole of it, by the real commands: the report, what the operator is asked, and what its answer proves. */
export function reported(truth: Truth, said: Said) {
  const theft = openCase()
  const line = refOf(said.line)
  const typed = ImeisToStop.safeParse(said.typedImei ?? '')
  // A refused entry is read out once more, and right.
  const told = said.typedImei === undefined ? [] : typed.success ? typed.data : [...Imeis.parse(truth.imeis[0] ?? '')]
  const enrolled = said.means === 'panic-card' || said.means === 'trusted-person'
  const imeis = told
  const parties = { ...everybody, banks: enrolled ? banks : [] }
  const signs: CloneSign[] = truth.copyKnown ? ['two-owners'] : []
  const report = { case: caseId, line, imeis, means: said.means, parties, force: 'a-force' }
  const channel = said.means === 'number' ? 'web' : enrolled ? said.means : 'assisted'
  theft.run(
    reportTheft,
    {
      ...{ ...report, channel: channel as 'web', method: 'snatch', clone: imeis.length > 0 ? signs : [] },
      ...{ hearsay: said.asks, lineProvedAt: enrolled ? lineProvedAt : undefined },
    },
    at,
  )
  if (asksWho(said)) theft.run(claimIdentity, { case: caseId, claim, home: ['one'] }, at)
  const asked = theft.owes('match-identity') || theft.owes('find-handset')
  if (isOtherHolders(said)) {
    // As `reactions/take-operator-answer.ts`: the line went to somebody else after the card was made, so its operator does nothing.
    theft.run(findConflict, { case: caseId, conflict: 'number-unconfirmed' }, at)
    theft.refuse('suspend-line')
  } else if (asked && !truth.unknownLine) operatorAnswers(truth, said, { theft, parties, signs, known: imeis })
  return theft
}

type Asked = {
  readonly theft: ReturnType<typeof openCase>
  readonly parties: typeof everybody
  readonly signs: readonly CloneSign[]
  readonly known: readonly string[]
}

const asksWho = ({ means, asks }: Said) => means === 'number' || asks
const isOtherHolders = ({ noise, stranger, knowsHolderSince }: Said) =>
  noise === 'card of a number given up' && stranger !== undefined && knowsHolderSince

/** As `reactions/take-operator-answer.ts` does with it. */
function operatorAnswers(truth: Truth, said: Said, { theft, parties, signs, known }: Asked): void {
  const own = said.line === truth.line
  const isMatch = asksWho(said)
  // A stranger has another name and birth date; another line of the account has the same.
  if (isMatch && !own && said.noise !== 'another line of their own account') return
  const found = own ? truth.lineIsIn : { imeis: said.stranger ?? [], sinceMs: undefined, earlier: [] }
  const sold = truth.sold && own ? [...Imeis.parse(truth.imeis[0] ?? '')] : []
  const told = { imeis: found.imeis as Imei[], earlier: found.earlier as Imei[] }
  const handset = handsetOfLine(told, sold)
  const conflicts: Conflict[] = truth.portedLately ? ['number-ported'] : []
  for (const conflict of conflicts) theft.run(findConflict, { case: caseId, conflict }, at)
  const since = found.sinceMs === undefined ? undefined : new Date(Date.parse(at) - found.sinceMs).toISOString()
  const moved = hasLineMoved({ imeis: found.imeis, since }, handset.isKnown ? handset.imeis : known, new Date(at))
  const readOut = said.means === 'police-handler' ? known : []
  const lately = hasLineMoved({ imeis: found.imeis, since }, [], new Date(at))
  const another = isAnotherHandset({ ...told, moved: lately }, readOut as readonly Imei[])
  const doubts: CloneSign[] = [
    ...signs,
    ...(moved ? (['line-moved'] as const) : []),
    ...(another ? (['other-handset'] as const) : []),
  ]
  if (doubts.length > 0) theft.run(findConflict, { case: caseId, conflict: 'suspected-clone', signs: doubts }, at)
  const imeis = handset.imeis.slice(0, 4)
  if (!isMatch && imeis.length === 0) return
  const proof = isMatch ? { means: 'operator-knowledge' as const, claim } : {}
  const heard = truth.copy && own ? hoursOfLine(truth.copy, keysOf(found.imeis as Imei[])) : undefined
  theft.run(showProof, { case: caseId, by: 'one', imeis: [...imeis], heard, ...proof, parties }, at)
}

export const copyStruck = 'an innocent phone has a copy of the number'
const hard = new Set(['suspend-line', 'block-handset', 'freeze-account', 'wipe-handset', 'list-stolen'])

export type Wrong = { readonly cause: string; readonly kinds: readonly string[]; readonly hitsSomebody: boolean }

/** Judges what was owed against what is so: which hard stops are on what is not the victim's own. */
export function wrongStops(
  chance: Chance,
  truth: Truth,
  said: Said,
  theft: ReturnType<typeof openCase>,
): Wrong | undefined {
  const own = keysOf(truth.imeis as never) as readonly string[]
  const stops = theft.owed.filter(({ kind, partners }) => hard.has(kind) && partners.length > 0)
  const strikes = strikesCopy(chance, truth, stops)
  const wrong = stops.filter(({ input }) => {
    const { line, imeiKeys = [] } = input as Stopped
    return (line !== undefined && line !== refOf(truth.line)) || imeiKeys.some((key) => !own.includes(key) || strikes)
  })
  if (wrong.length === 0) return undefined
  return {
    cause: causeOf(truth, said),
    kinds: [...new Set(wrong.map(({ kind }) => kind))],
    hitsSomebody: hitsSomebody(chance, said),
  }
}

type Stopped = { readonly line?: string; readonly imeiKeys?: readonly string[]; readonly heard?: Heard }

/**
 * Whether the innocent phone with the copy is refused: for good, where its network cannot tell; or in the moment until that was told what
 * it needs to know. What was owed last of the block counts.
 */
function strikesCopy(chance: Chance, truth: Truth, stops: readonly Obligation[]): boolean {
  const { copy } = truth
  const copiedKey = copiedKeyOf(truth)
  const block = stops.findLast(({ kind }) => kind === 'block-handset')?.input as Stopped | undefined
  if (!copy || !block || !reachesCopy(truth, stops)) return false
  return !isSpared(copy, block.heard, copiedKey) || chance.happens(rate('asksMeanwhile'))
}

const copiedKeyOf = ({ imeis }: Truth) => keysOf(imeis as Imei[])[0] ?? ''

/** Whether a number is blocked of which an innocent phone has a copy. */
export const reachesCopy = (truth: Truth, owed: readonly Obligation[]): boolean =>
  truth.copy !== undefined &&
  owed.some(
    ({ kind, input }) =>
      kind === 'block-handset' && ((input as Stopped).imeiKeys?.includes(copiedKeyOf(truth)) ?? false),
  )

/** A number that nobody has is stopped at nobody. */
function hitsSomebody(chance: Chance, said: Said): boolean {
  if (said.noise.startsWith('IMEI')) return chance.happens(rate('serialInUse'))
  return said.noise === 'none' || said.stranger !== undefined
}

function causeOf(truth: Truth, said: Said): string {
  if (said.noise !== 'none') return said.noise
  return truth.copy ? copyStruck : truth.lineIsIn.why
}
