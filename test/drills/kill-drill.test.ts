import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runProgram } from '#test/support/installation'
import { account, type Books } from './kill-drill/account.ts'

const kills = 8 // a look; two hundred by hand: bench/README.md
const program = fileURLToPath(new URL('kill-drill.ts', import.meta.url))

test(`${kills} × kill -9 at random moments: no acknowledged report is lost, no action is lost, none is done twice`, async () => {
  const { code, out, err } = await runProgram([program, '--kills', String(kills), '--seed', '1'], process.env)
  assert.equal(code, 0, `${out}${err}`)
  const result = JSON.parse(out) as Record<string, unknown>
  assert.ok(Number(result.acknowledged) > 0 && Number(result.actionsOwed) > Number(result.acknowledged), out)
  for (const none of [
    'lost',
    'actionsLost',
    'actionsUnowed',
    'unanswered',
    'withoutEffect',
    'doubled',
    'effectsUnowed',
  ])
    assert.equal(result[none], 0, `${none}: ${err}`)
  assert.deepEqual([result.unexpected, result.verifyFindsNothing, result.viewEqualsRebuild], [0, true, true], err)
})

const good: Books = {
  acknowledged: ['1'],
  events: [{ stream: 'case/1', owes: ['north', 'south'] }],
  actions: [
    { id: 'a', stream: 'case/1', partner: 'north', state: 'acknowledged' },
    { id: 'b', stream: 'case/1', partner: 'south', state: 'acknowledged' },
  ],
  effects: [
    { partner: 'north', key: 'a' },
    { partner: 'south', key: 'b' },
  ],
}
const findings = (books: Books) => Object.entries(account(books)).flatMap(([name, list]) => (list.length ? [name] : []))

test('the account bites: whatever is lost, doubled or invented is found and named', () => {
  assert.deepEqual(findings(good), [])
  const [first, second] = good.actions
  const [event] = good.events
  assert.ok(first && second && event)
  const planted: [Partial<Books>, string[]][] = [
    [{ acknowledged: ['1', '2'] }, ['lost']],
    [{ events: [event, event] }, ['lost']],
    [{ events: [{ ...event, owes: ['north', 'south', 'west'] }] }, ['actionsLost']],
    [{ events: [{ ...event, owes: ['north'] }] }, ['actionsUnowed']],
    [{ actions: [first, { ...second, state: 'owed' }] }, ['unanswered']],
    [{ effects: good.effects.slice(1) }, ['withoutEffect']],
    [{ effects: [...good.effects, { partner: 'north', key: 'a' }] }, ['doubled']],
    [{ effects: [...good.effects, { partner: 'north', key: 'b' }] }, ['effectsUnowed']],
  ]
  for (const [change, names] of planted) assert.deepEqual(findings({ ...good, ...change }), names)
})
