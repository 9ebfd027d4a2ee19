import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scene } from '#test/support/dispatching'

const imeiKeys = { imeiKeys: ['35693803564380'] }
const ended = ['acknowledged', 'cancelled']

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

test('blocks and undos by two dispatchers to a failing partner: one effect each, in order, and no phone left blocked wrongly', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north', { concurrency: 4 })
  const random = seeded(20261124)
  const effects: { key: string; status: unknown }[] = []
  north.script = async (call, { say, receipt, raw }) => {
    const luck = random()
    if (luck < 0.15) return say(503)
    if (!effects.some(({ key }) => key === call.key)) effects.push({ key: call.key, status: call.body.status })
    if (luck < 0.25) return say(500) // after the effect: the caller cannot know
    if (luck < 0.3) return void raw.destroy()
    await receipt()
  }
  await Promise.all(['one', 'two'].map((name) => s.dispatch({ name, random })))

  const owed: { target: string; ids: string[] }[] = Array.from({ length: 12 }, (_, n) => ({
    target: `handset/${n}`,
    ids: [],
  }))
  for (let step = 0; step < 60; step++) {
    const one = owed[Math.floor(random() * owed.length)] ?? assert.fail()
    const last = one.ids.at(-1)
    const undo = one.ids.length % 2 === 1 && last !== undefined
    const action = undo ? { kind: 'unblock-handset', input: imeiKeys, cancels: last } : {}
    const [id = ''] = await s.owe({ partner: 'north', target: one.target, ...action })
    one.ids.push(id)
  }
  for (const { ids } of owed) for (const id of ids) await s.until(id, ...ended)

  assert.equal(new Set(effects.map(({ key }) => key)).size, effects.length)
  for (const { target, ids } of owed) {
    const here = effects.filter(({ key }) => ids.includes(key))
    const places = here.map(({ key }) => ids.indexOf(key))
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      `${target} in order`,
    )
    const blocked = here.at(-1)?.status === 'BLACKLISTED'
    assert.equal(blocked, ids.length % 2 === 1, `${target} is blocked exactly when its last action is a block`)
  }
})
