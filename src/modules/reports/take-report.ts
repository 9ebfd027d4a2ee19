import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Execute, VaultInRoute } from '#http'
import { readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import type { Line } from '#lib/line'
import { isTold, lapseOf, levelOf, type Means } from '#lib/proof'
import { type CloneTables, cloneSignsOf, type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { type Parties, type PartyTables, partiesOf } from '#modules/response/public'
import { onOneConnection, queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from './case.ts'
import { caseRow, claimsLeft, nowhere, openCaseOf } from './case-to-join.ts'
import { addDetails } from './commands/add-details.ts'
import { findConflict } from './commands/find-conflict.ts'
import { joinReport } from './commands/join-report.ts'
import { reportTheft } from './commands/report-theft.ts'
import { setSafeMode } from './commands/set-safe-mode.ts'
import { showProof } from './commands/show-proof.ts'
import { tellTheft } from './commands/tell-theft.ts'
import { networkOfLine } from './network-of-line.ts'
import { ownOf } from './own-parties.ts'
import { reviewOf } from './review.ts'
import { type ClaimTables, isSecondClaimant } from './second-claimant.ts'
import type { LineNetwork } from './views/line-network.ts'
import type { OpenCase } from './views/open-case.ts'
import type { TheftCase } from './views/theft-case.ts'
import type { channels, methods } from './vocabulary.ts'

export type ReportTables = ClaimTables & CloneTables & EnrolmentTable & LineNetwork & PartyTables & OpenCase & TheftCase

/** What taking a report needs of its surroundings: a route's context and a reaction's tools both fit. */
export type Reporting<Tables extends ReportTables = ReportTables> = {
  readonly db: Kysely<Tables>
  readonly now: () => Date
  readonly vault: Pick<VaultInRoute, 'seal' | 'putOnce'>
  readonly execute: Execute
  /** An id for the case, the same when the request is repeated; a reaction gives the case itself. */
  readonly newId?: () => string
}

/** A report as any channel takes it. `place` and `description` are the reporter's own words; they go to the vault. */
export type Report = {
  readonly line?: Line | undefined
  readonly imeis?: readonly Imei[] | undefined
  readonly handset?: string | undefined
  readonly means: Means
  readonly channel: (typeof channels)[number]
  readonly method: (typeof methods)[number]
  readonly place?:
    | { readonly text: string; readonly lon?: number; readonly lat?: number; readonly when?: string }
    | undefined
  readonly description?: string | undefined
  readonly safeMode?: boolean | undefined
  /** They say that they are in danger or hurt: officers who are near are told so. */
  readonly danger?: boolean | undefined
  /** The force that takes it down: it handles the case. Else the force that records crimes here does. */
  readonly force?: string | undefined
  /** A number that was told by voice was taken down twice, and alike. */
  readonly readBack?: boolean | undefined
  /** An officer on patrol saw it happen. Kept of the report that begins a case alone: what a victim told first stays the victim’s. */
  readonly foundByPatrol?: boolean | undefined
  /** Who the reporter is will be asked of the number's own operator, so that its answer counts before anything that was heard. */
  readonly asksOperator?: boolean | undefined
  /** The code of this very browser, where it reported here before: whoever shows more now is the same person. */
  readonly access?: { readonly case: string; readonly access: string } | undefined
  /** Its own id for the case, so that a repeated report is one. */
  readonly case?: CaseId | undefined
}

/**
 * `joined`: the theft had a case already, and this report was added to it. `first`: nobody had shown more than its number there, until
 * this report did.
 */
export type Taken =
  | {
      readonly case: CaseId
      readonly joined: boolean
      /** What the case of its own would be called that it may be given after all. */
      readonly report?: CaseId
      readonly first?: boolean
      readonly line: VaultRef | undefined
      readonly asked: number
    }
  | { readonly refused: Refused }
type Refused = keyof typeof reportTheft.refusals | 'key-reused' | 'busy'

const mostTries = 3

/**
 * Takes a report, whatever way it came in. One theft is one case: a number or handset in an open case joins it, and a
 * stronger proof raises it (B07). A bare number locks a screen twice a day at most.
 */
export async function takeReport<Tables extends ReportTables>(
  given: Reporting<Tables>,
  report: Report,
): Promise<Taken> {
  const context = given as unknown as Reporting
  let number = await numberOf(context, report)
  const mine = report.case ?? CaseId.parse((context.newId ?? randomUUID)())
  for (let tries = 0; tries < mostTries; tries++) {
    const { known, open, before, claims } = await whatIsKnown(context, report, number)
    if (open?.apart) return openApart(context, { ...report, case: mine, before }, known, open.case)
    if (open && open.case !== mine) return join(context, { ...report, case: mine, why: open.by }, known, open.case)
    if (!claims.left && claims.latest)
      return join(context, { ...report, case: mine, why: 'claims' }, known, claims.latest)
    const own = claims.left ? known : withoutScreens(known)
    const outcome = await begin(context, { ...report, case: mine, before }, own)
    if (!('refused' in outcome) || outcome.refused !== 'one-theft-one-case') return outcome
    number = { ...number, isNew: false } // somebody else was first with it
  }
  return { refused: 'busy' } // two cases of this phone came and went meanwhile
}

/** What the register and the partners know of the phone before anything is decided. */
type Known = {
  readonly line: VaultRef | undefined
  readonly handset: string | undefined
  readonly imeis: readonly Imei[]
  readonly mayLocate: boolean
  readonly force: string | undefined
  /** When the owner of a card, code, word or passkey proved that the number is theirs. */
  readonly lineProvedAt: string | undefined
  readonly parties: Parties
}

/** The reference of the number. Where it `isNew` nothing was ever written of it, and nobody needs to look. */
type NumberOf = { readonly line: VaultRef | undefined; readonly isNew: boolean }

async function numberOf({ vault, now }: Reporting, { line }: Report): Promise<NumberOf> {
  if (!line) return { line: undefined, isNew: false }
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const { ref, isNew } = await vault.putOnce({ class: 'number', value: line, findBy: [line], reviewAt })
  return { line: ref, isNew }
}

/** All of it in one look. */
const whatIsKnown = ({ db, now }: Reporting, report: Report, number: NumberOf) =>
  onOneConnection(db, async (one) => {
    const { line, isNew } = number
    const keys = keysOf(report.imeis ?? [])
    const [known, { open, before }, claims] = await Promise.all([
      phoneOf(one, report, number),
      isNew && keys.length === 0 ? nowhere : openCaseOf(one, line, keys, now()),
      isNew ? unbounded : claimsToday(one, report, line, now()),
    ])
    return { known, open, before, claims }
  })

async function phoneOf(db: Reporting['db'], report: Report, { line, isNew }: NumberOf): Promise<Known> {
  const { line: number, imeis: said = [] } = report
  const isKnown = line !== undefined && !isNew
  const owner = isKnown ? enrolmentOf(db, line) : Promise.resolve(undefined)
  const network = isKnown ? networkOfLine(db, line) : Promise.resolve(undefined)
  const own = Promise.all([owner, network]).then(([enrolled, found]) => ownOf(enrolled, found))
  const parties = await partiesOf(db, number, own)
  const enrolled = await owner
  const force = report.force ?? parties.forces[0]
  const theirs = report.channel === 'force-system' // the force's own system has its own record
  return {
    ...{ line, force, mayLocate: enrolled?.may_locate ?? false },
    // Of the enrolment no handset is stopped: whatever IMEI an owner typed, or a shop wrote down, may be another person's. The
    // operator is asked which handset it is (`handsetOfLine`).
    imeis: said,
    lineProvedAt: enrolled && levelOf(report.means) === 1 ? new Date(enrolled.at).toISOString() : undefined,
    handset: report.handset ?? (said.length > 0 ? undefined : enrolled?.handset),
    parties: { ...parties, forces: theirs ? [] : parties.forces.filter((one) => one === force) },
  }
}

/** A number alone locks no screen a third time in a day. Its network is asked all the same: whoever it knows stops all, and nobody is told why. */
const withoutScreens = (known: Known): Known => ({ ...known, parties: { ...known.parties, makers: [] } })

const unbounded: Awaited<ReturnType<typeof claimsLeft>> = { left: true }
const claimsToday = async (db: Reporting['db'], { means }: Report, line: VaultRef | undefined, now: Date) =>
  means === 'number' && line ? claimsLeft(db, line, now) : unbounded

/** `before`: the case of an earlier theft of this number, which it leaves. */
type Mine = Report & { readonly case: CaseId; readonly before: CaseId | undefined }

async function begin(context: Reporting, report: Mine, known: Known): Promise<Taken> {
  const { line, handset, imeis, mayLocate, force, parties } = known
  const words = await sealed(context, report)
  const said = {
    ...{ case: report.case, channel: report.channel, means: report.means, method: report.method },
    ...{ line, handset, imeis: [...imeis], mayLocate, force, parties, safeMode: report.safeMode ?? false },
    ...(report.danger && { danger: true }),
    ...(report.before && { before: report.before }),
    ...(report.foundByPatrol && { foundByPatrol: true }),
    clone: await clonesIn(context, report, keysOf(imeis)),
    ...{ hearsay: isHearsay(report), readBack: report.readBack, lineProvedAt: known.lineProvedAt },
    ...{ place: refOf(words, 'place'), description: refOf(words, 'description') },
  }
  const outcome = await context.execute(reportTheft, said, '', keepOf(words))
  if (!outcome.ok) return { refused: outcome.refused }
  return { case: report.case, joined: false, line, asked: parties.operators.length }
}

/**
 * Whoever tells a number may say, and whoever is told may hear, another one: then somebody else's line is stopped. Its own
 * operator says whether it is theirs; a second entry counts only where nobody is asked.
 */
const isHearsay = ({ line, means, readBack, asksOperator }: Report): boolean =>
  line !== undefined && isTold(means) && (asksOperator === true || readBack !== true)

/** A bare claim acts on no handset, so it calls nobody. */
const clonesIn = async ({ db, now }: Reporting, { means }: Report, keys: readonly ImeiKey[]) =>
  levelOf(means) === 0 ? [] : cloneSignsOf(db as unknown as Kysely<CloneTables>, keys, now())

/** The same handset under another number: its own case without the handset, and a person looks at both. */
async function openApart(context: Reporting, report: Mine, known: Known, other: CaseId): Promise<Taken> {
  const taken = await begin(context, report, { ...known, imeis: [], handset: undefined })
  if ('refused' in taken) return taken
  const conflict = 'second-claimant' as const
  await context.execute(findConflict, { case: taken.case, conflict }, 'conflict-mine')
  // A bare claim must not hold up somebody else's case.
  if (levelOf(report.means) > 0) await context.execute(findConflict, { case: other, conflict }, 'conflict-other')
  return taken
}

/** `case`: what a case of its own would be called. */
type Joining = Report & { readonly case: CaseId; readonly why: 'number' | 'handset' | 'claims' }

async function join(context: Reporting, report: Joining, known: Known, theft: CaseId): Promise<Taken> {
  const { execute, db, now } = context
  const proved = levelOf(report.means) > 0
  const first = proved && (await wasBare(db, theft))
  await execute(joinReport, asJoined(report, known, theft), 'join')
  // Whoever reports first may be the one to fear: the second report is as good a place to say so.
  const own = report.access?.case === theft ? { access: VaultRef.parse(report.access.access) } : {}
  if (report.safeMode)
    await execute(setSafeMode, { case: theft, ...own, on: true, by: 'reporter', proved }, 'safe-mode')
  if (proved)
    for (const { ref, keep } of await sealed(context, report))
      await execute(addDetails, { case: theft, details: ref }, `details-${ref}`, [keep])
  const row = await caseRow(db, theft)
  const level = levelOf(report.means)
  const lapsed = row?.until !== null && row !== undefined && new Date(row.until) <= now()
  const forces = row?.force ? known.parties.forces.filter((one) => one === row.force) : known.parties.forces
  const parties = { ...known.parties, forces }
  // Name and birth date hold for 72 hours, the word of an officer holds: the same level, and what was promised to who goes to the police.
  const lasts = level === row?.level && row.until !== null && lapseOf(report.means, now().toISOString()) === undefined
  const stronger = level > 0 && (!row || lapsed || level > row.level || lasts)
  const other = namesOther(report, known.imeis, row)
  const tellsHandset =
    known.imeis.length > 0 && (other ? level >= (row?.level ?? 0) : level > 0 && row?.imei_keys.length === 0)
  // What is documented further is not changed by what somebody read out: a person looks at both.
  if (other && !tellsHandset)
    await execute(
      findConflict,
      { case: theft, conflict: 'suspected-clone', signs: ['other-handset'] },
      'conflict-other',
    )
  if (stronger || tellsHandset) {
    const { handset, imeis } = known
    const told = { case: theft, keys: keysOf(imeis), byPartner: false, now: now() }
    if (await isSecondClaimant(db, told))
      await execute(findConflict, { case: theft, conflict: 'second-claimant' }, 'conflict-mine')
    const signs = await clonesIn(context, report, [...told.keys, ...(row?.imei_keys ?? [])])
    if (signs.length > 0)
      await execute(findConflict, { case: theft, conflict: 'suspected-clone', signs }, 'conflict-clone')
    if (isHearsay(report) && (!row || row.level === 0))
      await execute(findConflict, { case: theft, conflict: 'number-unconfirmed' }, 'conflict-heard')
    const proved = { means: report.means, lineProvedAt: known.lineProvedAt }
    const proof = { case: theft, ...proved, ...own, handset, imeis: [...imeis], parties }
    const raised = await execute(showProof, proof, 'proof')
    if (!raised.ok && raised.refused !== 'case-ended') return { refused: raised.refused as Refused }
  }
  const { means, method } = report
  if (proved && method !== 'lost' && row?.method === 'lost')
    await execute(tellTheft, { case: theft, method, means, parties }, 'theft')
  const { line, parties: those } = known
  return { case: theft, joined: true, report: report.case, first, line, asked: those.operators.length }
}

/** What is written down of it, so that it can be split off again. */
function asJoined(report: Joining, { line, imeis }: Known, theft: CaseId) {
  const { case: own, why, channel, means, method, safeMode, danger } = report
  return {
    ...{ case: theft, report: own, why, channel, means, method, line },
    ...(imeis.length > 0 && { imeis: [...imeis] }),
    ...(isHearsay(report) && { hearsay: true }),
    ...(safeMode && { safeMode }),
    // Words move officers to a place: somebody who only knows the number of a case moves nobody.
    ...(levelOf(means) === 0 ? { bare: true } : danger && { danger: true }),
  }
}

/** Whether another handset than the case names was read from its box to somebody who looks at the owner. */
const namesOther = (
  { means }: Report,
  imeis: readonly Imei[],
  row: { readonly imei_keys: readonly string[] } | undefined,
) =>
  isTold(means) &&
  row !== undefined &&
  row.imei_keys.length > 0 &&
  imeis.length > 0 &&
  !keysOf(imeis).some((key) => row.imei_keys.includes(key))

/** Nobody has shown more than a number in this case, nor asked for safe mode who had more than that. */
async function wasBare(db: Reporting['db'], theft: CaseId): Promise<boolean> {
  const { standing, safeMode, safeBare } = theftCase.run(await readStream(queryable(db), `case/${theft}`))
  return standing?.level === 0 && (!safeMode || safeBare)
}

/** The reporter's own words, sealed: they are kept with the fact that refers to them. */
async function sealed({ vault, now }: Reporting, { place, description }: Report) {
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const seal = async (what: 'place' | 'description', value: unknown) => {
    const kind = what === 'place' ? 'place' : 'free-text'
    return { what, ...(await vault.seal({ class: kind, value, reviewAt })) }
  }
  return Promise.all([
    ...(place ? [seal('place', place)] : []),
    ...(description ? [seal('description', { text: description })] : []),
  ])
}

type Words = Awaited<ReturnType<typeof sealed>>
const keepOf = (words: Words) => words.map(({ keep }) => keep)
const refOf = (words: Words, what: Words[number]['what']) => words.find((one) => one.what === what)?.ref
