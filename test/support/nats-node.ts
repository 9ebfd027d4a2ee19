import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { addClient, type ClientTables } from '#http/sign-in/partner-client'
import { parseVerifier } from '#lib/note'
import type { Database } from '#platform/database'
import { type Log, silentLog } from '#platform/log'
import { openClient } from '../../src/eir/centre-client.ts'
import { openCourier } from '../../src/eir/follow/courier.ts'
import { feedSource } from '../../src/eir/follow/feed-source.ts'
import { openKept } from '../../src/eir/follow/kept-list.ts'
import type { Loop } from './loop.ts'

/** An operator of a running loop, of which any number of nodes may follow the feed. */
export async function openOperator(t: Pick<TestContext, 'after'>, loop: Loop, operator: string) {
  await loop.organisation(operator, 'operator')
  const client = await addClient(loop.db.owner.kysely as unknown as Database<ClientTables>['kysely'], operator)
  const vkey = await (await fetch(`${loop.origin}/api/blocklist/key`)).text()
  const expected = { verifier: parseVerifier(vkey), operator }

  /** The part of a node that follows: over NATS where servers are given, else over HTTP alone. */
  const node = async (name: string, urls?: readonly string[], url = loop.origin) => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-node-'))
    const stop = new AbortController()
    const faults: unknown[] = []
    const say = { ...silentLog(), error: (what: object | string) => void faults.push(what) } as Log
    const kept = await openKept(folder, expected)
    const source = feedSource({
      ...{ kept, expected, node: name, now: Date.now, say, waitSeconds: 2, firstWaitMs: 20 },
      call: openClient({ ...client, url, now: Date.now }),
      ...(urls && { openCourier: (since) => openCourier({ urls, operator, since, say, hushMs: 3000 }) }),
      agreeEveryMs: 12_000, // two nodes of one operator may ask twelve times a minute
    })
    const { list } = await source.load(stop.signal)
    const current = { list }
    const following = source.follow?.(async (loaded) => void Object.assign(current, loaded), stop.signal)
    const close = async () => {
      stop.abort()
      await following
      await kept.close().catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    }
    t.after(close)
    return { ...source.feed, close, faults, statusOf: (key: string) => current.list.statusOf(Number(key)) }
  }
  return { node }
}

export type FollowingNode = Awaited<ReturnType<Awaited<ReturnType<typeof openOperator>>['node']>>
