import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { registerKeys, registerPartner } from '#partners'
import type { Place, Running } from '../../simulators/frame.ts'
import type { Message } from '../../simulators/gateways/inbox.ts'
import { keepsNothing, scene } from './dispatching.ts'

/** Of the form of a GOV.UK Notify API key, so that it does for every pretend partner. */
export const pretendSecret = 'pretend-9d3e6c52-3b1f-4f0a-9f8e-1c2d3e4f5a6b-0a1b2c3d-4e5f-4a6b-8c9d-0e1f2a3b4c5d'
const place: Place = { port: 0, secretOf: () => pretendSecret, random: Math.random, now: () => new Date() }

/** Starts pretend partners for the length of `t`; by short name. */
export async function startedFor(
  t: TestContext,
  start: (place: Place) => Promise<Running | readonly Running[]>,
  more: Partial<Place> = {},
): Promise<(slug: string) => Running> {
  const running = [await start({ ...place, ...more })].flat()
  t.after(() => Promise.all(running.map((one) => one.stop())))
  return (slug) => {
    const found = running.find((one) => one.slug === slug)
    assert.ok(found, `${slug} runs`)
    return found
  }
}

/** A Ringback with these as its partners, signed in with its real client credentials. `told` is what came with receipts. */
export async function joined(t: TestContext, ...partners: readonly Running[]) {
  const s = await scene(t)
  for (const { slug, name, sort, connector, config, keySet } of partners) {
    await s.db.owner.pool.query('insert into organisation (slug, name, sort, demo) values ($1, $2, $3, true)', [
      ...[slug, name, sort],
    ])
    await registerPartner(s.db.owner.pool, { slug, connector, config: { ...config } })
    if (keySet.keys.length > 0) await registerKeys(s.db.owner.pool, slug, { keys: [...keySet.keys] })
  }
  const told: unknown[] = []
  const keepAnswer = async (_action: unknown, answer: unknown) => {
    told.push(answer)
    return keepsNothing()
  }
  await s.dispatch({ secretOf: () => pretendSecret, keepAnswer })
  return { ...s, told }
}

/** Tells a pretend partner something, below /_. */
export async function command({ config }: Pick<Running, 'config'>, path: string, body: object) {
  const reply = await fetch(new URL(path, config.page ?? config.baseUrl), {
    method: 'POST',
    body: JSON.stringify(body),
  })
  const text = await reply.text()
  assert.equal(reply.status, 200, text)
  return JSON.parse(text) as Record<string, unknown>
}

/** What a pretend gateway took. */
export async function messagesOf({ config }: Pick<Running, 'config'>): Promise<Message[]> {
  return (await (await fetch(new URL('/_messages', config.page))).json()) as Message[]
}

/** Sends an order as Ringback does, and says what came back. */
export async function order({ config }: Running, path: string, key: string, body: object) {
  const form = { method: 'POST', headers: { authorization: `Basic ${btoa(`ringback:${pretendSecret}`)}` } }
  const { access_token: token } = (await (await fetch(`${config.baseUrl}/oauth2/token`, form)).json()) as {
    access_token: string
  }
  const reply = await fetch(config.baseUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: reply.status, ...((await reply.json()) as { code: string; receipt: string; answer?: unknown }) }
}
