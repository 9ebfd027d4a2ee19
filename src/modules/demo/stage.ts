import type { Kysely } from 'kysely'
import { readStream } from '#ledger'
import { theftCase } from '#modules/reports/public'
import { type CaseSighting, type Sighting, sightingsOf } from '#modules/sightings/public'
import { type ActionTables, lanesOf } from '#partners'
import { queryable } from '#platform/database'
import { admits, type PretendPartner, type PretendTables, pretendPartners } from './partners-at.ts'

export type StageTables = PretendTables & ActionTables & CaseSighting

/** One receipt of the first minute, as the table shows it. Times ISO 8601 UTC; `ms` from the report to the signed yes. */
export type StageLane = {
  readonly kind: string
  readonly partner: string
  readonly state: string
  readonly sent: string | null
  readonly confirmed: string | null
  readonly ms: number | null
}

/** Whether an operator lets the thief's phone in; undefined: it does not answer. */
export type Network = { readonly name: string; readonly admits: boolean | undefined }

export type Stage = {
  readonly case: string
  readonly reportedAt: string
  readonly imeis: readonly string[]
  readonly lanes: readonly StageLane[]
  readonly networks: readonly Network[]
  /** Milliseconds from the report to the last operator's signed block; null while one has not answered. */
  readonly stoppedAfterMs: number | null
  readonly sightings: readonly Sighting[]
  readonly home: string | undefined
}

/** How the first minute of one case stands, from its own stream, its receipts, and what the networks say this very moment. */
export async function stageOf(db: Kysely<StageTables>, theft: string, now: Date): Promise<Stage | undefined> {
  const known = theftCase.run(await readStream(queryable(db), `case/${theft}`))
  if (!known.reportedAt) return undefined
  const [asked, names, networks, sightings] = await Promise.all([
    lanesOf(db as unknown as Kysely<ActionTables>, `case/${theft}`, now),
    namesOf(db),
    networksOf(db, known.imeis[0]),
    sightingsOf(db as unknown as Kysely<CaseSighting>, theft),
  ])
  const from = Date.parse(known.reportedAt)
  const lanes = asked.map(({ kind, partner, state, asked: sent, answered }) => ({
    ...{ kind, partner: names.get(partner) ?? partner, state, sent },
    confirmed: wasSigned(state) ? answered : null,
    ms: wasSigned(state) && answered ? Date.parse(answered) - from : null,
  }))
  const blocks = lanes.filter(({ kind }) => kind === 'block-handset')
  const stopped = blocks.length > 0 && blocks.every(({ ms }) => ms !== null)
  return {
    ...{ case: theft, reportedAt: known.reportedAt, imeis: known.imeis, lanes, networks, sightings },
    stoppedAfterMs: stopped ? Math.max(...blocks.map(({ ms }) => ms ?? 0)) : null,
    home: asked.find(({ kind }) => kind === 'suspend-line')?.partner,
  }
}

/** That a stop has ended since takes nothing from how fast it was. */
const wasSigned = (state: string) => state === 'confirmed' || state === 'ended'

const namesOf = async (db: Kysely<StageTables>) =>
  new Map(
    (await db.selectFrom('organisation').select(['slug', 'name']).execute()).map(({ slug, name }) => [slug, name]),
  )

async function networksOf(db: Kysely<StageTables>, imei: string | undefined): Promise<Network[]> {
  if (imei === undefined) return []
  const operators = (await pretendPartners(db as unknown as Kysely<PretendTables>, 'operator')).filter(isHost)
  return Promise.all(operators.map(async (one) => ({ name: one.name, admits: await admits(one, imei) })))
}

/** The four that have masts of their own; a virtual operator's phones are let in or refused by these. */
const isHost = ({ slug }: PretendPartner) => ['demo-ee', 'demo-o2', 'demo-vodafone', 'demo-three'].includes(slug)
