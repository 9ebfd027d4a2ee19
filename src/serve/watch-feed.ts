import type { Kysely } from 'kysely'
import { Gauge, type Registry } from 'prom-client'
import { type FollowerTables, followers } from '#modules/blocklist/public'

/** How far the operators' nodes are behind the list: read when it is asked for. Raise an alarm on age and lag. */
export function watchFeed(registry: Registry, db: unknown, now: () => Date): void {
  const labelNames = ['operator', 'node'] as const
  const read = () => followers(db as Kysely<FollowerTables>, now())
  new Gauge({
    name: 'ringback_feed_lag_changes',
    help: 'Changes of the blocklist that a node has not confirmed',
    labelNames,
    registers: [registry],
    async collect() {
      this.reset()
      for (const { operator, node, lag } of await read()) if (lag !== null) this.set({ operator, node }, lag)
    },
  })
  new Gauge({
    name: 'ringback_feed_heard_seconds',
    help: 'Seconds since a node last asked for changes of the blocklist',
    labelNames,
    registers: [registry],
    async collect() {
      this.reset()
      for (const { operator, node, at } of await read())
        this.set({ operator, node }, Math.max(0, (now().getTime() - Date.parse(at)) / 1000))
    },
  })
  new Gauge({
    name: 'ringback_feed_differing_tacs',
    help: 'TACs in which a node listed something else than we do when it last compared',
    labelNames,
    registers: [registry],
    async collect() {
      this.reset()
      for (const { operator, node, differs } of await read())
        if (differs !== null) this.set({ operator, node }, differs)
    },
  })
}
