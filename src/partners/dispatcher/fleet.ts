import { isDeepStrictEqual } from 'node:util'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import type { Connector } from '../define-connector.ts'
import { type Partner, readPartners } from '../partner.ts'
import { type Lane, openLane } from './lane.ts'

/** The lanes to all partners that may be called, kept in step with the partner table. */
export type Fleet = {
  readonly lanes: () => readonly Lane[]
  readonly lane: (slug: string) => Lane | undefined
  readonly refresh: () => Promise<void>
  readonly close: () => Promise<void>
}

export type FleetOptions = {
  readonly database: Pick<Database, 'pool' | 'listen'>
  readonly connectors: ReadonlyMap<string, Connector>
  readonly log: Log
  readonly now: () => Date
  readonly random: () => number
  /** The client secret that a partner gave us. */
  readonly secretOf: (slug: string) => string | undefined
  /** Pretend partners are called only where this is true. */
  readonly demo: boolean
  /** Every partner is switched to the blackhole: nothing goes out. */
  readonly safety?: boolean
}

export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const { database, demo, log } = options
  const lanes = new Map<string, Lane>()
  const old = new Set<Lane>()

  const open = (partner: Partner) => {
    try {
      lanes.set(partner.slug, openLane(partner, connectorFor(partner, options), laneTools(options)))
    } catch (error) {
      lanes.delete(partner.slug)
      // One wrong row must not stop the others; what is owed to this partner stays owed.
      log.error({ partner: partner.slug, error }, 'partner cannot be called: correct its registration')
    }
  }

  const refresh = async () => {
    const partners = (await readPartners(database.pool)).filter((partner) => demo || !partner.demo)
    const slugs = new Set(partners.map(({ slug }) => slug))
    for (const [slug, lane] of lanes) {
      const partner = partners.find((one) => one.slug === slug)
      if (isDeepStrictEqual(lane.partner, partner)) continue
      old.add(lane) // its calls under way go on; its sockets are closed at the end
      if (!slugs.has(slug)) lanes.delete(slug)
    }
    for (const partner of partners) if (!isDeepStrictEqual(lanes.get(partner.slug)?.partner, partner)) open(partner)
  }

  await refresh()
  return {
    lanes: () => [...lanes.values()],
    lane: (slug) => lanes.get(slug),
    refresh: () => refresh().catch((error) => log.error({ error }, 'partners could not be read; the old list stands')),
    close: async () => {
      await Promise.all([...lanes.values(), ...old].map((lane) => lane.close()))
    },
  }
}

function connectorFor({ slug, connector }: Partner, { connectors, safety }: FleetOptions): Connector {
  const found = connectors.get(safety ? 'blackhole' : connector)
  if (!found) throw new Error(`Partner ${slug} keeps the contract ${connector}, for which there is no connector.`)
  return found
}

const laneTools = ({ now, random, secretOf, log }: FleetOptions) => ({
  now,
  random,
  secretOf,
  threw: (action: { readonly id: string; readonly partner: string; readonly kind: string }, error: unknown) =>
    // Only the error's name and place: its text may quote what was sent.
    log.error(
      { action: action.id, partner: action.partner, kind: action.kind, fault: placeOf(error) },
      'connector threw',
    ),
})

const placeOf = (error: unknown) =>
  error instanceof Error ? `${error.name}${/\n\s+at .*/.exec(error.stack ?? '')?.[0] ?? ''}` : typeof error
