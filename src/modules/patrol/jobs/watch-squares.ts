import { liveChannel } from '#http'
import { defineJob, type Tools } from '#ledger'
import { squaresTopic } from '../cells/theft-cell.ts'
import { WatchedThefts } from '../cells/watched-thefts.ts'
import type { PatternTables } from '../pattern-places.ts'
import { tellOnce } from '../tell-finding.ts'

type Tables = PatternTables & { rise_look: { demo: boolean; change: string } }

const kept = new WeakMap<object, Map<boolean, WatchedThefts>>()

/**
 * Decides on each theft, as soon as it is counted, whether the squares around it see more than their own weeks before explain.
 * What came in while nothing ran is decided on when it runs again: a rise of the night before is news in the morning.
 */
export const watchSquares = defineJob<Tables>('watch-squares', {
  everyMs: 1_000,
  wokenBy: { channel: liveChannel, payload: squaresTopic },
  async run(tools) {
    const newest = await tools.db
      .selectFrom('theft_cell')
      .select((eb) => eb.fn.max('change').as('change'))
      .executeTakeFirst()
    if (!newest?.change) return
    const done = await tools.db.selectFrom('rise_look').selectAll().execute()
    for (const demo of [false, true]) {
      const decided = done.find((one) => one.demo === demo)
      if (decided?.change !== newest.change)
        await watch(demo, { decided: decided?.change, newest: newest.change }, tools)
    }
  },
})

type Changes = { readonly decided: string | undefined; readonly newest: string }

async function watch(demo: boolean, { decided, newest }: Changes, tools: Tools<Tables>): Promise<void> {
  const stores = kept.get(tools.db) ?? new Map<boolean, WatchedThefts>()
  kept.set(tools.db, stores)
  const store = stores.get(demo) ?? new WatchedThefts(demo)
  // Until all of it is told: what breaks off is read and decided on again.
  stores.delete(demo)
  // The first time ever, all that is there is past.
  const { rises, change } = await store.read(tools.db, BigInt(decided ?? newest))
  for (const rise of rises) await tellOnce({ demo, pattern: 'rise' }, rise, tools)
  const looked = BigInt(change) > BigInt(newest) ? change : newest
  await tools.db
    .insertInto('rise_look')
    .values({ demo, change: looked })
    .onConflict((on) => on.column('demo').doUpdateSet({ change: looked }))
    .execute()
  stores.set(demo, store)
}
