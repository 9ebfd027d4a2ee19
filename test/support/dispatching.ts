import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { defineEvent, type Ledger, layOutOwed, type Obligation, openLedger, readStream } from '#ledger'
import { Dispatcher, type DispatcherOptions, loadConnectors, registerKeys, registerPartner } from '#partners'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import type { VaultRef } from '#platform/vault-ref'
import { type TestDatabase, testDatabase } from './database.ts'
import { type PretendPartner, pretendPartner } from './pretend-partner.ts'

const Owing = defineEvent('test.something-owed', {
  version: 1,
  stream: ({ id }) => `case/${id}`,
  data: z.object({ id: z.uuid() }),
  sample: { id: '5d2f1a3e-1c0b-4b8e-8a57-2f7f3f0b9a10' },
})

export type ActionRow = {
  id: string
  partner: string
  kind: string
  target: string
  state: string
  attempts: number
  held: boolean
  last_error: string | null
  claimed_by: string | null
  due: string
}

export type Scene = {
  readonly db: TestDatabase
  readonly ledger: Ledger
  readonly partner: (slug: string, more?: { timeoutMs?: number; concurrency?: number }) => Promise<PretendPartner>
  /** Owes actions as the ledger does, in one transaction, and returns their ids in order. */
  readonly owe: (...actions: (Partial<Obligation> & { partner: string })[]) => Promise<string[]>
  readonly dispatch: (more?: Partial<DispatcherOptions>) => Promise<Dispatcher>
  readonly action: (id: string) => Promise<ActionRow>
  /** Waits until the action is in this state; fails after ten seconds. */
  readonly until: (id: string, ...states: string[]) => Promise<ActionRow>
  readonly facts: (id: string) => Promise<string[]>
}

const input = { imeiKeys: ['35693803564380'], reason: 'stolen' }
const unwatched = { called: () => {}, answered: () => {}, receiptInvalid: () => {}, circuit: () => {} }

/** For tests in which no partner tells anything with its receipt. */
export const keepsNothing = async () => 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef

/** A database with a ledger, partners over HTTP, and dispatchers: for tests of what is owed to partners. */
export async function scene(t: TestContext): Promise<Scene> {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { applicationName: 'dispatcher', pipeline: true, max: 6 })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const connectors = await loadConnectors()
  const running: Dispatcher[] = []
  t.after(async () => {
    await Promise.all(running.map((one) => one.stop()))
    await ledger.settled()
    await database.close()
  })

  const action: Scene['action'] = async (id) => {
    const { rows } = await db.owner.pool.query<ActionRow>('select * from action where id = $1', [id])
    if (!rows[0]) throw new Error(`There is no action ${id}.`)
    return rows[0]
  }

  return {
    db,
    ledger,
    action,
    partner: async (slug, more = {}) => {
      const partner = await pretendPartner(t, slug)
      await db.owner.pool.query(`insert into organisation (slug, name, sort) values ($1, $1, 'operator')`, [slug])
      await registerPartner(db.owner.pool, {
        slug,
        connector: 'example-operator',
        config: { baseUrl: partner.baseUrl, clientId: 'ringback' },
        ...more,
      })
      await registerKeys(db.owner.pool, slug, partner.keySet)
      return partner
    },
    owe: async (...actions) => {
      const id = randomUUID()
      const owes = actions.map(({ partner, ...one }) => ({
        partners: [partner],
        kind: 'block-handset',
        target: 'handset/1',
        input,
        ...one,
      }))
      const meta = { actor: 'system:test', tenant: 'test', cause: 'test' }
      await ledger.append([{ event: Owing.of({ id }), version: 1, owes }], meta)
      for (;;) {
        await layOutOwed(db.owner.pool) // or a running dispatcher is at it
        const { rows } = await db.owner.pool.query<{ id: string }>(
          'select id from action where stream = $1 order by position',
          [`case/${id}`],
        )
        if (rows.length === actions.length) return rows.map((row) => row.id)
      }
    },
    dispatch: async (more = {}) => {
      const dispatcher = new Dispatcher({
        database,
        ledger,
        connectors,
        log: silentLog(),
        watch: unwatched,
        now: () => new Date(),
        random: Math.random,
        name: `test-${running.length}`,
        secretOf: () => undefined,
        reveal: async (owed) => owed.input,
        keepAnswer: keepsNothing,
        demo: true,
        pollMs: 100,
        ...more,
      })
      running.push(dispatcher)
      await dispatcher.start()
      return dispatcher
    },
    until: async (id, ...states) => {
      // A circuit may stay open for 15 s and a back-off last 30 s: luck decides.
      for (const end = performance.now() + 60_000; performance.now() < end; await pause(20)) {
        const row = await action(id)
        if (states.includes(row.state)) return row
      }
      const row = await action(id)
      throw new Error(`Action is ${row.state} (${row.last_error}), not ${states.join(' or ')}.`)
    },
    facts: async (id) => (await readStream(db.owner.pool, `action/${id}`)).map(({ type }) => type),
  }
}
