import type { Kysely } from 'kysely'
import { defineReaction, readStream, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import { asksWhose, type OpenStop, type PartyTables, partiesOf } from '#modules/response/public'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionDead } from '#partners/events/action-dead'
import { ActionGivenUp } from '#partners/events/action-given-up'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionNotSent } from '#partners/events/action-not-sent'
import { ActionRefused } from '#partners/events/action-refused'
import { queryable } from '#platform/database'
import { askContest } from '../commands/ask-contest.ts'
import { askNetworks } from '../commands/ask-networks.ts'
import { findNetwork } from '../commands/find-network.ts'
import { noteNoNetwork } from '../commands/note-no-network.ts'
import { putClaims } from '../commands/put-claims.ts'
import { IdentityClaimed } from '../events/identity-claimed.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { ReportContested } from '../events/report-contested.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { holdsOf, homeOfCase, type NetworkTables } from '../network-of-line.ts'
import { networkSearch, type Says, whatFollows } from '../network-search.ts'
import { contestsOf } from '../take-contest.ts'
import { type EventTables, firstOf } from '../tenant.ts'

type Tables = NetworkTables & PartyTables & EventTables
type Answered = { readonly kind: string; readonly partner: string; readonly owedBy: string }

/**
 * Finds the network of a ported number: by whoever takes the hold of the line (docs/adr/0034). Until one has, nobody is told the
 * name of the person who reports.
 */
export default defineReaction<Tables>('seek-network', (on) => [
  on(TheftReported, async ({ case: theft, line }, { stream }, tools) => {
    if (line === undefined) return
    const first = await firstOf(tools.db as unknown as Kysely<EventTables>, stream)
    const isAsked = first?.owes?.some(({ kind }) => kind === asksWhose) ?? false
    if (!isAsked) await askOthers(theft, undefined, tools)
  }),
  // What is proved after nobody had the number asks for a longer hold: it may have come to a network since.
  on(ProofShown, async ({ case: theft }, { stream }, tools) => {
    const { nobody, not } = networkSearch.run(await readStream(queryable(tools.db), stream))
    if (nobody) await askOthers(theft, not, tools)
  }),
  on(IdentityClaimed, async ({ case: theft, asked }, _, tools) => {
    if (asked?.length === 0) await putWaiting(theft, tools)
  }),
  on(ReportContested, async ({ case: theft, asked }, _, tools) => {
    if (asked?.length === 0) await askContests(theft, tools)
  }),
  on(ActionAcknowledged, (answer, _, tools) => answered(answer, 'theirs', tools)),
  on(ActionRefused, (answer, _, tools) =>
    answered(answer, answer.code === 'unknown-line' ? 'not-theirs' : 'nothing', tools),
  ),
  on(ActionLapsed, (answer, _, tools) => answered(answer, 'nothing', tools)),
  on(ActionDead, (answer, _, tools) => answered(answer, 'away', tools)),
  on(ActionNotSent, (answer, _, tools) => answered(answer, 'away', tools)),
  on(ActionGivenUp, (answer, _, tools) => answered(answer, 'away', tools)),
])

async function answered({ kind, partner, owedBy }: Answered, says: Says, tools: Tools<Tables>): Promise<void> {
  const theft = kind === asksWhose ? CaseId.safeParse(owedBy.replace(/^case\//, '')).data : undefined
  if (theft === undefined) return
  const search = networkSearch.run(await readStream(queryable(tools.db), owedBy))
  const next = whatFollows(search, partner, says)
  if (next === 'found') await take(theft, partner, tools)
  if (next === 'ask-others') await askOthers(theft, partner, tools)
  if (next === 'put-claims') await putWaiting(theft, tools)
  // Also the one whose silence began the search may be the last to say no.
  if (search.begun && search.found === undefined && next !== 'found') await noteIfNobody(theft, tools)
  // While the others are asked another may yet have it.
  if (next !== 'one-less' && next !== 'ask-others') await askContests(theft, tools)
}

async function putWaiting(theft: CaseId, { db, execute }: Tools<Tables>): Promise<void> {
  const { network, mayAsk } = await homeOfCase(db, theft)
  if (network !== undefined && mayAsk) await execute(putClaims, { case: theft, network }, 'claims')
}

/** Puts what was said against the report to the network that has the line. Until one has answered it waits, as claims do. */
async function askContests(theft: CaseId, { db, execute }: Tools<Tables>): Promise<void> {
  const streams = contestsOf(theft).map((contest) => `contest/${contest}`)
  const query = db.selectFrom('event').select('stream').where('stream', 'in', streams).where('version', '=', 1)
  const made = (await query.execute()).map(({ stream }) => stream.replace('contest/', ''))
  if (made.length === 0) return
  const { network, mayAsk } = await homeOfCase(db, theft)
  if (network === undefined || !mayAsk) return
  for (const contest of made) await execute(askContest, { contest, network }, `contest-${contest}`)
}

/** The line is theirs. Whoever has not answered is let be: one that has it not need not think about it any longer. */
async function take(theft: CaseId, network: string, { db, execute }: Tools<Tables>): Promise<void> {
  const holds = await holdsOf(db, theft)
  // What it said since counts: this yes may come late, to a hold before the one that it refused.
  if (holds.some((one) => one.network === network && one.says === 'not-theirs')) return
  const others = holds.flatMap(({ action, network: partner, target, input, says }): OpenStop[] =>
    partner !== network && says === 'nothing-yet' ? [{ action, partner, kind: asksWhose, target, input }] : [],
  )
  await execute(findNetwork, { case: theft, network, others }, 'found')
}

async function askOthers(theft: CaseId, not: string | undefined, { db, execute }: Tools<Tables>): Promise<void> {
  const { operators } = await partiesOf(db, undefined, { banks: [] })
  // With no network at all there is nothing to find, and nothing to say about it.
  if (operators.length > 0) await execute(askNetworks, { case: theft, not, networks: operators }, 'others')
}

async function noteIfNobody(theft: CaseId, { db, execute }: Tools<Tables>): Promise<void> {
  const holds = await holdsOf(db, theft)
  const said = holds.map(({ says }) => says)
  // Where nothing is sent to anybody nobody has said anything.
  if (said.includes('theirs') || said.includes('nothing-yet') || !said.includes('not-theirs')) return
  await execute(noteNoNetwork, { case: theft, answered: holds.map(({ network }) => network) }, 'nobody')
}
