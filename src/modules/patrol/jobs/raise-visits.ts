import { defineJob } from '#ledger'
import type { CaseSighting } from '#modules/sightings/public'
import { fewest } from '../cells/kinds-told.ts'
import { dealersOffered } from '../tasks/dealers.ts'
import { lastRaised, raiseOnce, type TaskPlaceTable } from '../tasks/raise-once.ts'
import { type TracedSquareTable, tracedTogether } from '../tasks/traces.ts'
import type { TaskTable } from '../views/task.ts'

type Tables = TaskTable &
  TaskPlaceTable &
  TracedSquareTable &
  CaseSighting & { organisation: { slug: string; demo: boolean } }

/** Dealers to visit, and squares to search: both within seconds of the phone that makes them so. */
export const raiseVisits = defineJob<Tables>('raise-visits', {
  everyMs: 5_000,
  async run(tools) {
    for (const demo of [false, true]) {
      for (const { dealer, phones } of await dealersOffered(tools.db, demo, tools.now()))
        await raiseOnce({ source: 'dealer', demo, dealer, counted: phones, usual: 0 }, tools)
      for (const { times, ...corner } of await tracedTogether(tools.db, demo, tools.now())) {
        const of = { source: 'traces', demo, corner } as const
        const last = await lastRaised(of, tools)
        // What was searched for once is not asked again: only for phones that were traced since.
        const counted = times.filter((at) => last === undefined || at > last).length
        if (counted >= fewest) await raiseOnce({ ...of, counted, usual: 0 }, tools)
      }
    }
  },
})
