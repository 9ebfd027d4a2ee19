import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { registerKeys, registerPartner } from '#partners'
import type { Place, Running } from '../../simulators/frame.ts'
import { keepsNothing, scene } from './dispatching.ts'

const place: Place = { port: 0, secretOf: () => 'pretend', random: Math.random, now: () => new Date() }

/** Starts pretend partners for the length of `t`; by short name. */
export async function startedFor(
  t: TestContext,
  start: (place: Place) => Promise<readonly Running[]>,
  more: Partial<Place> = {},
): Promise<(slug: string) => Running> {
  const running = await start({ ...place, ...more })
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
  await s.dispatch({ secretOf: () => 'pretend', keepAnswer })
  return { ...s, told }
}

/** Tells a pretend partner something, below /_. */
export async function command({ config }: Pick<Running, 'config'>, path: string, body: object) {
  const reply = await fetch(config.baseUrl + path, { method: 'POST', body: JSON.stringify(body) })
  const text = await reply.text()
  assert.equal(reply.status, 200, text)
  return JSON.parse(text) as Record<string, unknown>
}

/** Sends an order as Ringback does, and says what came back. */
export async function order({ config }: Running, path: string, key: string, body: object) {
  const form = { method: 'POST', headers: { authorization: `Basic ${btoa('ringback:pretend')}` } }
  const { access_token: token } = (await (await fetch(`${config.baseUrl}/oauth2/token`, form)).json()) as {
    access_token: string
  }
  const reply = await fetch(config.baseUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    body: JSON.stringify(body),
  })
  return { status: reply.status, ...((await reply.json()) as { code: string; receipt: string; answer?: unknown }) }
}
