import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { TheftReported } from '#modules/reports/events/theft-reported'
import type { VaultRef } from '#platform/vault-ref'
import { stopWriting } from './commands/stop-writing.ts'
import { AccessGiven } from './events/access-given.ts'
import { ContactGiven } from './events/contact-given.ts'
import { ownContacts } from './own-contacts.ts'
import { told } from './told.ts'

const { case: theft } = TheftReported.sample
const ref = (n: number) => `v_${String(n).padStart(22, '0')}` as VaultRef
const codes = [ref(1), ref(2), ref(3)]
const reported = TheftReported.of({ ...TheftReported.sample, means: 'panic-card', safeMode: false })
const code = (access: VaultRef, checked: boolean) => AccessGiven.of({ case: theft, access, shown: true, checked })
const contact = (n: number, access?: VaultRef) =>
  ContactGiven.of({ case: theft, contact: ref(n), by: 'email', confirmed: true, ...(access && { access }) })

test('who gave an address stops it; who gave none of it cannot; what the unit wrote down is for whom we know', () => {
  const facts = [reported, code(ref(1), false), code(ref(2), true), contact(10, ref(1)), contact(11)]
  const stop = (contact: VaultRef, access: VaultRef) =>
    !isRefusal(given(stopWriting, facts).when({ case: theft, contact, access }))
  assert.deepEqual([stop(ref(10), ref(1)), stop(ref(10), ref(2))], [true, false])
  assert.deepEqual([stop(ref(11), ref(1)), stop(ref(11), ref(2)), stop(ref(12), ref(1))], [false, true, false])
})

test('USERS 4: whatever is given and stopped in whatever order, nobody stops what another code gave, and what is stopped stays so', () => {
  const step = fc.record({
    kind: fc.constantFrom('give', 'stop'),
    who: fc.nat(2),
    which: fc.integer({ min: 10, max: 14 }),
  })
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      fc.array(step, { maxLength: 20 }),
      (known, steps) => {
        const facts: NewEvent[] = [reported, ...codes.map((access, n) => code(access, known[n] ?? false))]
        const givers = new Map<VaultRef, VaultRef>()
        for (const { kind, who, which } of steps) {
          const [access, one] = [codes[who] ?? ref(1), ref(which)]
          if (kind === 'give') {
            facts.push(contact(which, access))
            givers.set(one, access)
            continue
          }
          const decision = given(stopWriting, facts).when({ case: theft, contact: one, access })
          assert.equal(isRefusal(decision), givers.get(one) !== access)
          if (isRefusal(decision)) continue
          facts.push(...eventsOf(decision))
          givers.delete(one)
        }
        const events = facts.map((fact, n) => stored(fact, n + 1))
        assert.deepEqual(new Set(told.run(events).contacts.map((one) => one.ref)), new Set(givers.keys()))
        for (const access of codes)
          assert.deepEqual(
            new Set(ownContacts(events, access).map((one) => one.ref)),
            new Set([...givers].flatMap(([one, giver]) => (giver === access ? [one] : []))),
          )
      },
    ),
  )
})
