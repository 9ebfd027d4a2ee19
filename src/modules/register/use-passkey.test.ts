import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { endPasskey } from './commands/end-passkey.ts'
import { entrustPhone } from './commands/entrust-phone.ts'
import { keepPasskey } from './commands/keep-passkey.ts'
import { usePasskey } from './commands/use-passkey.ts'
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

test('USERS 4: a card proves its owner in the hour in which it was made, and can only stop when it is found in a wallet later', () => {
  const at = '2026-11-26T12:00:00.000Z'
  const secret = { ...phone(0), kind: 'panic-card' as const, at, until: null }
  const after = (minutes: number) => passkeyMeansOf(secret, new Date(Date.parse(at) + minutes * 60_000))
  assert.deepEqual(
    [after(0), after(59), after(60), after(9999)],
    ['own-passkey', 'own-passkey', 'panic-card', 'panic-card'],
  )
  assert.equal(passkeyMeansOf({ ...secret, kind: 'trusted-person' }, new Date(at)), 'trusted-person')
  assert.equal(passkeyMeansOf({ ...secret, kind: 'stop-word' }, new Date(at)), 'panic-card')
})

test('passkeys are kept for a name, never for an address of digits', () => {
  const takes = ['https://ringback.example', 'http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080']
  assert.deepEqual(
    takes.map((url) => takesPasskeys(new URL(url))),
    [true, true, false, false],
  )
})
