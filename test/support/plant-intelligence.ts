import { randomUUID } from 'node:crypto'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { recordPattern } from '#modules/patrol/commands/record-pattern'
import { openDatabase } from '#platform/database'
import type { Loop } from './loop.ts'

const hour = 3_600_000

/** Stolen phones that were checked at a dealer's counter: three or more make a visit of it. */
export async function phonesAtDealer({ db }: Loop, dealer: string, phones: number, at = new Date()): Promise<void> {
  await db.owner.pool.query(
    `insert into case_sighting (sighting, case_id, how, country, at, seen_by, noted_at)
     select gen_random_uuid(), gen_random_uuid(), 'dealer-check', 'GB', $1, $2, $1 from generate_series(1, $3::int)`,
    [at, dealer, phones],
  )
}

/** Stolen phones that makers traced to one square: three or more make a search of it. */
export async function phonesTraced({ db }: Loop, phones: number, at = new Date()): Promise<void> {
  await db.owner.pool.query(
    `insert into traced_square (id, tenant, easting, northing, at)
     select gen_random_uuid(), 'demo-public', 533100, 181350, $1 from generate_series(1, $2::int)`,
    [at, phones],
  )
}

/** A finding of a pattern as its look records it, with its place. Gives its id, which is that of its task. */
export async function findingOf(loop: Loop, pattern: string, thefts: number, now = Date.now()): Promise<string> {
  const database = openDatabase(loop.db.serverUrl, { max: 2 })
  try {
    const { views } = await loadCatalogue()
    const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(now), random: Math.random })
    const finding = randomUUID()
    const at = (ago: number) => new Date(Math.floor(now / hour) * hour - ago * hour).toISOString()
    const found = { finding, pattern, thefts, from: at(6), to: at(0), expectedTenths: 10, chanceOneIn: 900 }
    const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }
    const outcome = await ledger.execute(recordPattern, found, meta)
    if (!outcome.ok) throw new Error(outcome.refused)
    await database.pool.query(
      `insert into pattern_place (finding, demo, pattern, method, eastings, northings, until)
       values ($1, true, $2, 'table', '{529050}', '{181950}', $3)`,
      [finding, pattern, at(0)],
    )
    return finding
  } finally {
    await database.close()
  }
}
