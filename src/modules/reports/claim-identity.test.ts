import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { nobody } from '#modules/response/public'
import { AccessGiven } from '#modules/victims/events/access-given'
import type { VaultRef } from '#platform/vault-ref'
import { claimIdentity } from './commands/claim-identity.ts'
import { reportTheft } from './commands/report-theft.ts'
import { showProof } from './commands/show-proof.ts'
import { CasesLinked } from './events/cases-linked.ts'

const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const ref = (letter: string) => `v_${letter.repeat(21)}A` as VaultRef
const line = 'v_AAAAAAAAAAAAAAAAAAAAAA'
const claim = 'v_BBBBBBBBBBBBBBBBBBBBBA'
const parties = { ...nobody, operators: ['home', 'other'], home: ['home'], makers: ['maker'], banks: ['bank'] }
const report = { case: theft, channel: 'web', method: 'snatch', imeis: [], parties } as const
const reported = (means: 'number' | 'panic-card' = 'number', imeis: string[] = []) =>
  eventsOf(given(reportTheft, []).when({ ...report, imeis, line, means }, '2026-01-01T10:00:00.000Z'))
const who = { case: theft, claim, home: ['home'] }

test('who the reporter is goes to the line’s own operator, by reference only', () => {
  const decision = given(claimIdentity, reported()).when(who)
  assert.ok('owes' in decision)
  assert.deepEqual(decision.owes, [
    {
      partners: ['home'],
      kind: 'match-identity',
      target: `case/${theft}/match-identity`,
      input: { line, claim },
      until: '2026-01-02T12:00:00.000Z',
    },
  ])
})

test('an operator is no oracle for birth dates: three claims a code, and nobody uses up another’s', () => {
  const codes = [ref('D'), ref('E'), ref('F')]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...codes), { maxLength: 20 }), (tries) => {
      const first = AccessGiven.of({ case: theft, access: ref('D'), claim } as never)
      const history: NewEvent[] = [...reported(), ...eventsOf(given(claimIdentity, reported()).when(who)), first]
      const made = new Map([[ref('D'), 1]]) // said before the code was given for it
      for (const access of tries) {
        const decision = given(claimIdentity, history).when({ ...who, access })
        const before = made.get(access) ?? 0
        if (before >= 3) assert.deepEqual(decision, { refused: 'claims-tried' })
        else history.push(...eventsOf(decision))
        made.set(access, before + 1)
      }
    }),
  )
})

test('malicious block: a flood of claims does not make a case long', () => {
  const history: NewEvent[] = [...reported()]
  for (let n = 0; n < 100; n++) history.push(...eventsOf(given(claimIdentity, reported()).when(who)))
  assert.deepEqual(given(claimIdentity, history).when(who), { refused: 'claims-tried' })
})

test('USERS 4: a code that was given for a number with a case makes nobody the first reporter, by whichever page it comes', () => {
  const [own, later, linked] = [ref('D'), ref('E'), ref('F')]
  const taken = { access: linked, known: false, claims: [], bare: true }
  const history: NewEvent[] = [
    ...reported(),
    AccessGiven.of({ case: theft, access: own } as never),
    AccessGiven.of({ case: theft, access: later, joined: true } as never),
    CasesLinked.of({ ...CasesLinked.sample, case: theft, as: 'first', same: true, codes: [taken] } as never),
  ]
  const claims = (access: VaultRef) => given(claimIdentity, history).when({ ...who, access })
  for (const access of [later, linked, later, linked, linked]) {
    const made = eventsOf(claims(access))
    assert.partialDeepStrictEqual(made[0]?.data, { access, joined: true })
    history.push(...made)
  }
  assert.deepEqual(claims(linked), { refused: 'claims-tried' })
  assert.equal(eventsOf(claims(later)).length, 1, 'and they use up none of each other’s')
  const [first] = eventsOf(claims(own)) as readonly { data: { joined?: boolean } }[]
  assert.equal(first?.data.joined, undefined, 'and they use up none of the first one’s')
})

test('no case, no question', () => {
  assert.deepEqual(given(claimIdentity, []).when(who), { refused: 'no-case' })
})

test('a matched identity blocks the handset that the operator names everywhere, without a bank freeze, for 72 hours', () => {
  const proof = { case: theft, means: 'operator-knowledge' as const, by: 'home', imeis: ['490154203237518'], parties }
  const decision = given(showProof, reported()).when(proof, '2026-01-01T10:01:00.000Z')
  assert.ok('owes' in decision)
  const kinds = decision.owes.map(({ kind }) => kind)
  assert.ok(kinds.includes('block-handset') && kinds.includes('suspend-line') && !kinds.includes('freeze-account'))
  const block = decision.owes.find(({ kind }) => kind === 'block-handset')
  assert.deepEqual([block?.partners, block?.until], [['home', 'other'], '2026-01-04T10:01:00.000Z'])
})

test('a handset that is only told keeps the standing and its end, and is blocked until then', () => {
  const told = { case: theft, by: 'home', imeis: ['490154203237518'], parties }
  const decision = given(showProof, reported('panic-card')).when(told, '2026-01-01T10:01:00.000Z')
  assert.ok('owes' in decision)
  assert.deepEqual(
    decision.owes.map(({ kind, until }) => [kind, until]),
    [
      ['lock-screen', '2026-01-04T10:00:00.000Z'],
      ['block-handset', '2026-01-04T10:00:00.000Z'],
      ['distrust-handset', '2026-01-04T10:00:00.000Z'],
    ],
  )
})

test('what an operator tells never takes the place of the handset that the owner named: it may be the thief’s own phone', () => {
  const told = { case: theft, by: 'home', imeis: ['356938035643809'], parties }
  const [event] = eventsOf(given(showProof, reported('panic-card', ['490154203237518'])).when(told))
  assert.partialDeepStrictEqual(event?.data, { imeis: ['490154203237518'] })
  const second = { ...told, imeis: ['490154203237518', '356938035643809'] }
  const [joined] = eventsOf(given(showProof, reported('panic-card', ['490154203237518'])).when(second))
  assert.partialDeepStrictEqual(joined?.data, { imeis: ['490154203237518', '356938035643809'] })
})
