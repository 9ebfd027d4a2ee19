import type { Kysely } from 'kysely'
import { Gauge, type Registry } from 'prom-client'
import { type ListAppealTable, listAppealsOverdue } from '#modules/blocklist/public'
import { conflictsOverdue, type QueueTables } from '#modules/reports/public'
import { type HoneyTable, honeyAsked } from '#modules/sightings/public'
import { type DeskItem, deskAlarms } from '#modules/victims/public'

/** What waits too long for a person, and what only a script asks: read when it is asked for. Raise an alarm above zero. */
export function watchAbuse(registry: Registry, db: unknown, now: () => Date): void {
  new Gauge({
    name: 'ringback_conflicts_overdue',
    help: 'Doubts about reports, and appeals of whoever is refused, that no person has looked at within the hour',
    registers: [registry],
    async collect() {
      const listed = await listAppealsOverdue(db as Kysely<ListAppealTable>, undefined, now())
      this.set(listed + (await conflictsOverdue(db as Kysely<QueueTables>, undefined, now())))
    },
  })
  for (const is of ['late', 'soon'] as const)
    new Gauge({
      name: `ringback_desk_${is}`,
      help:
        is === 'late'
          ? 'Things owed to victims that nobody has done by their time'
          : 'Things owed to victims that will be late if nobody does them now',
      registers: [registry],
      async collect() {
        this.set((await deskAlarms(db as Kysely<DeskItem>, undefined, now()))[is])
      },
    })
  new Gauge({
    name: 'ringback_honey_checks',
    help: 'Checks of numbers that no phone has: somebody walks a list',
    registers: [registry],
    async collect() {
      this.set((await honeyAsked(db as Kysely<HoneyTable>))?.times ?? 0)
    },
  })
}
