import type { TestContext } from 'node:test'
import { openVaultOf } from '#http'
import { type CommandDefinition, openLedger, readStream } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import type { NewRecord } from '#platform/vault/put'
import type { VaultRef } from '#platform/vault-ref'
import type { Running } from '../../simulators/frame.ts'
import type { Loop, Simulator } from './loop.ts'

/** Ledger and vault of a running system, for a test that brings a case about by commands and not by its pages. */
export async function caseDesk(t: TestContext, loop: Loop) {
  const database = openDatabase(loop.db.serverUrl, { pipeline: true, max: 2 })
  const writes = openDatabase(loop.db.serverUrl, { max: 2 })
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  const { vault } = await openVaultOf({ config: loop.config, writes, log: silentLog(), clock: () => new Date() })
  t.after(async () => {
    await ledger.settled()
    await database.close()
    await writes.close()
  })
  const look = { actor: 'system:test', tenant: 'demo-public', purpose: 'run-system', act: 'look', request: 'test' }
  return {
    execute: async <Input, State, Code extends string, Raw>(
      command: CommandDefinition<Input, State, Code, Raw>,
      input: Raw,
    ): Promise<void> => {
      const outcome = await ledger.execute(command, input, { actor: 'public', tenant: 'demo-public', cause: 'test' })
      if (!outcome.ok) throw new Error(`${command.name} was refused: ${outcome.refused}`)
    },
    /** The vault reference of a number. */
    line: async (number: string): Promise<VaultRef> => {
      const record = { class: 'number', value: number, reviewAt: new Date(Date.now() + 86_400_000) } as const
      const given: NewRecord & { findBy: [string] } = { ...record, findBy: [number] }
      return (await writes.kysely.transaction().execute((trx) => vault.putOnce(trx as never, given))).ref
    },
    reveal: async (ref: VaultRef): Promise<unknown> => {
      const found = await writes.kysely.transaction().execute((trx) => vault.reveal(trx as never, [ref], look))
      const one = found.get(ref)
      return one && !one.erased ? one.value : undefined
    },
    events: (theft: string) => readStream(loop.db.owner.pool, `case/${theft}`),
    /** The actions of a case as `partner kind state`. */
    actions: async (theft: string): Promise<string[]> => {
      const { rows } = await loop.db.owner.pool.query<{ said: string }>(
        `select partner || ' ' || kind || ' ' || state as said from action where stream = $1 order by position`,
        [`case/${theft}`],
      )
      return rows.map(({ said }) => said)
    },
  }
}

/** Keeps what simulators start, so that a test can give them commands. */
export function keptSimulators(...starts: readonly Simulator[]) {
  const running = new Map<string, Running>()
  return {
    simulators: starts.map(
      (start): Simulator =>
        async (place) => {
          const started = await start(place)
          for (const one of [started].flat()) running.set(one.slug, one)
          return started
        },
    ),
    ask: (slug: string, path: string, body: object) =>
      fetch(`${running.get(slug)?.config.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body) }),
    tell: async (slug: string, path: string, body: object): Promise<Record<string, unknown>> => {
      const reply = await fetch(`${running.get(slug)?.config.baseUrl}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      if (!reply.ok) throw new Error(`${slug} ${path}: ${reply.status} ${await reply.text()}`)
      return (await reply.json()) as Record<string, unknown>
    },
  }
}
