import type pg from 'pg'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Watch } from './dispatcher/dispatcher.ts'

/** Counts what a dispatcher does, by partner and kind; no metric names an action, a case or a handset. */
export function countCalls(registry: Registry): Watch {
  const registers = [registry]
  const seconds = new Histogram({
    name: 'ringback_partner_call_seconds',
    help: 'Time of one call to a partner, with its checks',
    labelNames: ['partner', 'kind', 'outcome'] as const,
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const answers = new Counter({
    name: 'ringback_partner_answers_total',
    help: 'Actions that ended, by how',
    labelNames: ['partner', 'kind', 'state'] as const,
    registers,
  })
  const invalid = new Counter({
    name: 'ringback_partner_receipts_invalid_total',
    help: 'Answers whose receipt could not be believed, by why',
    labelNames: ['partner', 'fault'] as const,
    registers,
  })
  const circuit = new Gauge({
    name: 'ringback_partner_circuit_open',
    help: '1 while nothing is sent to a partner because it does not answer',
    labelNames: ['partner'] as const,
    registers,
  })
  return {
    called: (partner, kind, outcome, ms) => seconds.observe({ partner, kind, outcome }, ms / 1000),
    answered: (partner, kind, state) => answers.inc({ partner, kind, state }),
    receiptInvalid: (partner, fault) => invalid.inc({ partner, fault }),
    circuit: (partner, state) => circuit.set({ partner }, state === 'closed' ? 0 : 1),
  }
}

/** What waits for partners or for a person, read when it is asked for: dead actions, and how late the latest is. */
export function watchQueue(registry: Registry, db: Pick<pg.Pool, 'query'>): void {
  new Gauge({
    name: 'ringback_actions_dead',
    help: 'Actions without a believable answer in all the time allowed: a person has to look',
    labelNames: ['partner'] as const,
    registers: [registry],
    async collect() {
      this.reset()
      const { rows } = await db.query<{ partner: string; many: number }>(
        `select partner, count(*)::integer as many from action where state = 'dead' group by partner`,
      )
      for (const { partner, many } of rows) this.set({ partner }, many)
    },
  })
  new Gauge({
    name: 'ringback_reactions_waiting',
    help: 'What follows from facts and could not be done yet, by how often it was tried',
    labelNames: ['tried'] as const,
    registers: [registry],
    async collect() {
      const { rows } = await db.query<{ few: number; many: number }>(
        `select count(*) filter (where tries < 10)::integer as few, count(*) filter (where tries >= 10)::integer as many
         from reaction_retry`,
      )
      this.set({ tried: 'under ten times' }, rows[0]?.few ?? 0)
      this.set({ tried: 'ten times or more' }, rows[0]?.many ?? 0)
    },
  })
  new Gauge({
    name: 'ringback_actions_late_seconds',
    help: 'How long the longest-waiting action of a partner has been due',
    labelNames: ['partner'] as const,
    registers: [registry],
    async collect() {
      this.reset()
      const { rows } = await db.query<{ slug: string; seconds: number }>(
        `select slug, extract(epoch from now() - (
           select min(due) from action where partner = slug and state = 'owed' and due <= now()
         ))::float8 as seconds from partner`,
      )
      for (const { slug, seconds } of rows) this.set({ partner: slug }, seconds ?? 0)
    },
  })
}
