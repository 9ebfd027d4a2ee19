import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { endPasskey } from './commands/end-passkey.ts'
import { entrustPhone } from './commands/entrust-phone.ts'
import { keepPasskey } from './commands/keep-passkey.ts'
import { usePasskey } from './commands/use-passkey.ts'
import { mayBeShownOwn } from './own-phone.ts'
import { passkeyMeansOf } from './passkeys.ts'
import { takesPasskeys } from './relying-party.ts'

const passkey = '7d1f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const phone = (n: number) => ({
  ...{ handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11', line: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
  ...{ secret: `v_${String(n).padStart(21, '0')}A`, means: 'trusted-person' as const },
})
const kept = (counter = 0) =>
  eventsOf(
    given(keepPasskey, []).when({
      ...{ passkey, counter, bound: true, credential: 'v_BBBBBBBBBBBBBBBBBBBBBA', phone: phone(0) },
    }),
  )
const challenge = (n: number) => n.toString(16).padStart(64, '0')

test('B78: of any answers of a passkey none counts twice, and a counter that does not go up is refused for ever', () => {
  const answers = fc.array(fc.record({ counter: fc.nat({ max: 6 }), challenge: fc.nat({ max: 9 }).map(challenge) }))
  fc.assert(
    fc.property(fc.nat({ max: 3 }), answers, (first, all) => {
      const history: NewEvent[] = [...kept(first)]
      const answered = new Set<string>()
      let highest = first
      for (const answer of all) {
        const decision = given(usePasskey, history).when({ passkey, ...answer })
        const copied = (answer.counter > 0 || highest > 0) && answer.counter <= highest
        if (answered.has(answer.challenge)) assert.deepEqual(decision, { refused: 'answer-used' })
        else if (copied) assert.deepEqual(decision, { refused: 'counter-went-back' })
        else {
          history.push(...eventsOf(decision))
          answered.add(answer.challenge)
          highest = answer.counter
        }
      }
    }),
  )
})

test('a passkey that nobody keeps, or that was ended, does nothing; one that is kept is kept once', () => {
  const answer = { passkey, counter: 1, challenge: challenge(1) }
  const ended = [...kept(), ...eventsOf(given(endPasskey, kept()).when({ passkey }))]
  for (const history of [[], ended]) {
    assert.deepEqual(given(usePasskey, history).when(answer), { refused: 'no-passkey' })
    assert.deepEqual(given(entrustPhone, history).when({ passkey, ...phone(1) }), { refused: 'no-passkey' })
    assert.deepEqual(given(endPasskey, history).when({ passkey }), { refused: 'no-passkey' })
  }
  const again = { passkey, counter: 0, bound: true, credential: 'v_CCCCCCCCCCCCCCCCCCCCCA', phone: phone(2) }
  assert.deepEqual(given(keepPasskey, kept()).when(again), { refused: 'passkey-kept' })
})

test('a page has twenty phones at most, each once', () => {
  const history: NewEvent[] = [...kept()]
  for (let n = 1; n < 20; n++) history.push(...eventsOf(given(entrustPhone, history).when({ passkey, ...phone(n) })))
  assert.deepEqual(given(entrustPhone, history).when({ passkey, ...phone(3) }), { refused: 'phone-entrusted' })
  assert.deepEqual(given(entrustPhone, history).when({ passkey, ...phone(20) }), { refused: 'too-many-phones' })
})

test('USERS 4: a card proves nobody, however new: it is shown to be one’s own by a code to the number, within the hour, on no shop’s screen', () => {
  for (const kind of ['panic-card', 'stop-word'] as const) assert.equal(passkeyMeansOf({ kind }), 'panic-card')
  assert.equal(passkeyMeansOf({ kind: 'trusted-person' }), 'trusted-person')
  const at = '2026-11-26T12:00:00.000Z'
  const anyone = { kind: 'anyone' as const }
  const clerk = { kind: 'staff' as const, id: 'a', tenant: 'a-shop', roles: [] }
  const may = (minutes: number, more: object = {}, caller: typeof anyone | typeof clerk = anyone) =>
    mayBeShownOwn(
      { caller, now: () => new Date(Date.parse(at) + minutes * 60_000) },
      { ...phone(0), means: 'panic-card', secretAt: at, until: null, ...more },
    )
  assert.deepEqual([may(0), may(59), may(60), may(9999)], [true, true, false, false])
  assert.equal(may(1, {}, clerk), false)
  assert.equal(may(1, { until: at }), false)
  for (const means of ['trusted-person', 'own-passkey']) assert.equal(may(1, { means }), false)
})

test('a phone on one’s page is shown to be one’s own once, and takes no place more', () => {
  const own = { passkey, ...phone(0), means: 'own-passkey' as const }
  const card = { ...phone(0), means: 'panic-card' as const }
  const byCard = { passkey, counter: 0, bound: true, credential: 'v_BBBBBBBBBBBBBBBBBBBBBA', phone: card }
  const history: NewEvent[] = [...eventsOf(given(keepPasskey, []).when(byCard))]
  assert.deepEqual(given(entrustPhone, history).when({ passkey, ...card }), { refused: 'phone-entrusted' })
  history.push(...eventsOf(given(entrustPhone, history).when(own)))
  assert.deepEqual(given(entrustPhone, history).when(own), { refused: 'phone-entrusted' })
  for (let n = 1; n < 20; n++) history.push(...eventsOf(given(entrustPhone, history).when({ passkey, ...phone(n) })))
})

test('passkeys are kept for a name, never for an address of digits', () => {
  const takes = ['https://ringback.example', 'http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080']
  assert.deepEqual(
    takes.map((url) => takesPasskeys(new URL(url))),
    [true, true, false, false],
  )
})
