import { z } from 'zod'
import { defineReaction, readStream, type Tools } from '#ledger'
import { Heard } from '#lib/heard'
import { CaseId } from '#lib/ids'
import { type Imei, isImei, keysOf } from '#lib/imei/imei'
import { isTold, means } from '#lib/proof'
import { cloneSignsOf, type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { type PartyTables, partiesOf } from '#modules/response/public'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionRefused } from '#partners/events/action-refused'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'
import { askedBy } from '../asked-by.ts'
import { findConflict } from '../commands/find-conflict.ts'
import { settleConflict } from '../commands/settle-conflict.ts'
import { showProof } from '../commands/show-proof.ts'
import { NoNetworkFound } from '../events/no-network-found.ts'
import { handsetOfLine, isAnotherHandset } from '../handset-of-line.ts'
import { isAnswerToGone } from '../joined-reports.ts'
import { hasLineMoved } from '../line-moved.ts'
import { ownOf } from '../own-parties.ts'
import { partiesOfCase } from '../parties-of-case.ts'
import { type ClaimTables, isSecondClaimant } from '../second-claimant.ts'
import { type EventTables, firstOf } from '../tenant.ts'
import { type AgainstTables, whatSpeaksAgainst } from '../what-speaks-against.ts'

type Tables = AgainstTables & ClaimTables & EnrolmentTable & PartyTables & EventTables
type Answered = {
  readonly action: string
  readonly kind: string
  readonly partner: string
  readonly owedBy: string
  readonly answer?: VaultRef | undefined
}

const Answer = z.object({
  imeis: z.array(z.string()).default([]),
  earlier: z.array(z.string()).default([]),
  ported: z.iso.datetime().optional(),
  since: z.iso.datetime().optional(),
  heard: Heard.optional(),
})
const First = z.object({
  line: VaultRef.optional(),
  handset: z.string().optional(),
  imeis: z
    .array(z.string())
    .default([])
    .transform((imeis) => imeis.filter(isImei)),
  force: z.string().optional(),
  means: z.enum(means).optional(),
  readBack: z.boolean().optional(),
})

/**
 * The home operator has answered: yes, these are the holder's name and birth date or postcode (proof), or only in which
 * handset the line was last used (no proof, but now it can be blocked). Nobody asks the victim for either.
 */
export const takeOperatorAnswer = defineReaction<Tables>('take-operator-answer', (on) => [
  on(ActionAcknowledged, async (data, _event, tools) => {
    if (data.kind === 'match-identity' || data.kind === 'find-handset') await takeAnswer(data, tools)
  }),
  on(ActionRefused, async ({ kind, code, owedBy }, _event, tools) => {
    const theft = caseOf(owedBy)
    if (!theft) return
    // Somebody else has the line since: whose card, code or word it was, it is not theirs any more.
    if (code === 'other-holder')
      await tools.execute(findConflict, { case: theft, conflict: 'number-unconfirmed' }, 'number-unconfirmed')
    if (kind === 'match-identity' && code !== 'no-match') await trustReadBack(theft, owedBy, tools)
  }),
  // Nobody could be asked who holds it.
  on(NoNetworkFound, ({ case: theft }, { stream }, tools) => trustReadBack(theft, stream, tools)),
])

/** The operator cannot say whose line it is. What was taken down twice, and alike, is taken as heard right; else a person looks. */
async function trustReadBack(theft: CaseId, stream: string, { db, execute }: Tools<Tables>): Promise<void> {
  const first = await firstOf(db as never, stream)
  if (!first || !First.parse(first.data).readBack) return
  const parties = await partiesOfCase(db as never, theft)
  const settled = { conflict: 'number-unconfirmed', stands: true, reason: 'read-back' } as const
  await execute(settleConflict, { case: theft, ...settled, parties }, 'read-back')
}

const caseOf = (owedBy: string) => CaseId.safeParse(owedBy.replace(/^case\//, '')).data

async function takeAnswer({ action, kind, partner, owedBy, answer }: Answered, tools: Tools<Tables>): Promise<void> {
  const theft = caseOf(owedBy)
  const first = await firstOf(tools.db as never, owedBy)
  if (!theft || !first) return
  const asked = await askedBy(tools.db as never, action)
  // What only a report had asked that has a case of its own by now: that case asks itself.
  if (isAnswerToGone(await readStream(queryable(tools.db), owedBy), asked)) return
  const known = First.parse(first.data)
  const enrolled = known.line && (await enrolmentOf(tools.db as never, known.line))
  const told = await read(tools, answer)
  const { imeis, isKnown } = handsetOfLine(told, (enrolled?.imeis_proved ?? []) as Imei[])
  const found = await conflictsIn(tools, { case: theft, ...known, imeis: [...imeis], ported: told.ported })
  for (const conflict of found) await tools.execute(findConflict, { case: theft, conflict }, conflict)
  const copies = await cloneSignsOf(tools.db as never, keysOf([...imeis, ...known.imeis]), tools.now())
  const moved = hasLineMoved(told, isKnown ? imeis : known.imeis, tools.now())
  const readOut = known.means !== undefined && isTold(known.means) ? known.imeis : []
  const another = isAnotherHandset({ ...told, moved: hasLineMoved(told, [], tools.now()) }, readOut)
  const signs = [
    ...copies,
    ...(moved ? (['line-moved'] as const) : []),
    ...(another ? (['other-handset'] as const) : []),
  ]
  const conflict = 'suspected-clone'
  if (signs.length > 0) await tools.execute(findConflict, { case: theft, conflict, signs }, conflict)
  if (kind === 'find-handset' && imeis.length === 0) return // it told nothing: nothing is known now that was not
  const parties = await partiesOf(tools.db as never, undefined, ownOf(enrolled || undefined, partner))
  const proof = kind === 'match-identity' ? { means: 'operator-knowledge' as const, claim: asked.claim } : {}
  await tools.execute(
    showProof,
    {
      ...{ case: theft, by: partner, answers: asked.version, imeis: [...imeis], heard: told.heard, ...proof },
      parties: { ...parties, forces: parties.forces.filter((one) => one === known.force) },
    },
    'proof',
  )
}

async function read({ vault }: Tools<Tables>, answer: VaultRef | undefined) {
  const kept = answer && (await vault.reveal('read-answer', 'respond-to-theft', [answer])).get(answer)
  const { imeis, earlier, ported, since, heard } = Answer.parse(kept && !kept.erased ? kept.value : {})
  const read = (some: readonly string[]) => some.filter(isImei).slice(0, 4) as Imei[]
  return { imeis: read(imeis), earlier: read(earlier), ported, since, heard }
}

const portedMs = 7 * 86_400_000

type Asked = z.output<typeof First> & {
  readonly case: string
  readonly imeis: Imei[]
  readonly ported: string | undefined
}

async function conflictsIn({ db, now }: Tools<Tables>, { imeis, ported, line, handset, case: theft }: Asked) {
  const about = { case: theft, line, handset, imeiKeys: keysOf(imeis) }
  const against = await whatSpeaksAgainst(db as never, about, now())
  const told = { case: theft, keys: keysOf(imeis), byPartner: true, now: now() }
  const second = await isSecondClaimant(db as never, told)
  const moved = ported !== undefined && Date.parse(ported) > now().getTime() - portedMs
  return [...against, ...(second ? (['second-claimant'] as const) : []), ...(moved ? (['number-ported'] as const) : [])]
}
