import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import startMakers from '../simulators/makers.ts'
import { startOperators } from '../simulators/operators.ts'
import { commandHere } from './support/command.ts'
import { openLoop } from './support/loop.ts'
import { openSite } from './support/site.ts'

/** Runs the command against the installation at an address. */
const ringback = async (publicUrl: string, ...args: string[]) => {
  const { code, out, err } = await commandHere(['demo', ...args], { PUBLIC_URL: publicUrl })
  return { code, out, words: err }
}

type Line = { step: string } & Record<string, unknown>

test('the first minute in a terminal: receipts, Algiers, the tray and the tampering, all by the running system', async (t) => {
  const { origin, db } = await openLoop(t, {
    simulators: [startOperators('demo-ee', 'demo-vodafone'), startMakers, startForces],
  })
  const { code, out, words } = await ringback(origin, '--json')
  assert.equal(code, 0, out + words)
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const step = (name: string) => lines.filter((line) => line.step === name)
  const blocks = step('receipt').filter(({ lane }) => lane === 'Block the phone')
  assert.deepEqual(blocks.map(({ partner }) => partner).sort(), ['EE (pretend)', 'Vodafone (pretend)'])
  const [stopped] = step('stopped')
  assert.equal(stopped?.ms, Math.max(...blocks.map(({ ms }) => Number(ms))), 'stopped means the last signed block')
  assert.deepEqual(
    ((stopped?.networks ?? []) as { admits?: boolean }[]).map(({ admits }) => admits),
    [false, false],
  )
  assert.equal(step('seen')[0]?.country, 'DZ')
  assert.equal(step('tray')[0]?.matched, 1)
  assert.match(String(((step('tampered')[0]?.findings ?? []) as string[])[0]), /event/i)
  assert.deepEqual(lines.at(-1), { step: 'result', good: true })

  const theft = step('report')[0]?.case
  const looks = await db.owner.pool.query(`select distinct purpose, act from audit where subject = $1`, [
    `case/${theft}`,
  ])
  assert.deepEqual(looks.rows, [{ purpose: 'own-case', act: 'look' }], 'each look was written down')

  const told = await ringback(origin)
  assert.equal(told.code, 0, told.words)
  assert.match(told.out, /^Lane +Partner +Sent +Confirmed +ms$/m)
  assert.match(told.out, /^Block the phone +EE \(pretend\) +[\d:]{8} +[\d:]{8} +\d+$/m)
  assert.match(told.out, /every network has signed\.\n {2}EE \(pretend\) +refuses the phone/)
  assert.match(told.out, /seen again in Algeria/)
  assert.match(told.out, /number 6 is yours/)
  assert.doesNotMatch(told.out, /\r/, 'no stopwatch where nobody watches')
})

test('where cases are real nothing pretend is done, and the terminal says so', async (t) => {
  const { origin, db } = await openSite(t)
  const theft = '/api/demo/thefts/6d2c4e0a-5b51-4c8e-9a57-1f3b7e3a9c10'
  for (const [method, path] of [
    ['POST', '/api/demo/thefts'],
    ['GET', theft],
    ...['algiers', 'tray', 'tamper'].map((step) => ['POST', `${theft}/${step}`]),
  ] as const)
    assert.equal((await fetch(origin + path, { method: method ?? 'GET' })).status, 404, path)
  assert.equal((await db.owner.pool.query('select 1 from event')).rowCount, 0)
  const { code, out, words } = await ringback(origin)
  assert.deepEqual({ code, out }, { code: 2, out: '' })
  assert.match(words, /is no demo: .*npm start/)
})

test('where nothing runs, the terminal says how to start it', async () => {
  const { code, out, words } = await ringback('http://127.0.0.1:9')
  assert.deepEqual({ code, out }, { code: 3, out: '' })
  assert.match(words, /Nothing answers at .*npm start/)
})
