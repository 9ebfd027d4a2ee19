import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { VaultRef } from '#platform/vault-ref'
import { contactsOf, devicesOf, type Known, numberAt } from './known-contacts.ts'
import { mayHaveWord, safeContacts } from './safe-contacts.ts'

const reportedAt = '2026-11-26T14:02:00.000Z'
const longBefore = '2026-01-01T00:00:00.000Z'
const refOf = (n: number) => `v_${String(n).padStart(21, 'A')}A` as VaultRef

/** Seven digits after 077: the number itself, apart from how it is written. */
const lines = fc.constantFrom('00900123', '00900456', '00900789')
/** As somebody types it, a shop’s till sends it, or a phone pastes it. */
const written = (digits: string) => {
  const own = `7${7}${digits}`
  const spaced = (text: string) => text.replace(/(\d{2})(?=\d)/g, '$1 ')
  return fc.constantFrom(
    `0${own}`,
    `+44${own}`,
    `0044${own}`,
    `+44 (0)${own}`,
    `+44 ${spaced(own)}`,
    `0${own.slice(0, 4)} ${own.slice(4)}`,
    `(0${own.slice(0, 4)}) ${own.slice(4, 7)}-${own.slice(7)}`,
    ` 0${own.slice(0, 4)}\u2011${own.slice(4)} `,
    `\u202d+44 ${own}\u202c`,
    [...`0${own}`].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) - 48 + 0xff10)).join(''),
  )
}
/** The oracle, apart from the code: the last nine digits, of whatever script. */
const digitsOf = (text: string) => text.normalize('NFKC').replaceAll(/\D/g, '').slice(-8)
const asKept = (text: string) => fc.constantFrom<unknown>(text, { number: text }, { name: 'A Friend', number: text })

type Source = 'case' | 'enrolment' | 'trusted'
const contact = lines.chain((digits) =>
  fc.record({
    digits: fc.constant(digits),
    value: written(digits).chain(asKept),
    source: fc.constantFrom<Source>('case', 'enrolment', 'trusted'),
    confirmed: fc.boolean(),
  }),
)
const mails = fc.record({
  value: fc.constantFrom<unknown>('Owner@Example.ORG ', ' owner@example.org', {
    name: 'O',
    email: 'OWNER@EXAMPLE.ORG',
  }),
  source: fc.constantFrom<Source>('case', 'enrolment', 'trusted'),
  confirmed: fc.boolean(),
})
const push = { endpoint: 'https://push.example/1', keys: { p256dh: 'a', auth: 'b' } }

/** What the vault holds of all of them, and the contacts that come of it. */
function read(given: readonly { value: unknown; source: Source; confirmed: boolean }[]) {
  const all = given.map((one, n) => ({ ...one, ref: refOf(n + 10) }))
  const known = new Map(all.map(({ ref, value }) => [ref, { erased: false, value }])) as unknown as Known
  const mine = all.filter(({ source }) => source === 'case')
  // Whom the owner trusts is read as what they prepared is: both are kept by the enrolment.
  const prepared = all.filter(({ source }) => source !== 'case').map(({ ref }) => ref)
  const told = mine.map(({ ref, confirmed }) => ({ ref, confirmed, access: undefined, push: false }))
  return contactsOf(told as never, { refs: prepared, at: longBefore }, known)
}

test('B51: the stolen number is written to by nothing that the vault holds, in whatever form and wherever it came from; any other number is', () => {
  const several = fc.array(contact, { maxLength: 8 })
  const thefts = fc.record({ line: lines, alsoStolen: fc.subarray(['00900123', '00900456', '00900789']) })
  fc.assert(
    fc.property(several, thefts, fc.boolean(), (given, { line, alsoStolen }, restored) => {
      const [own] = fc.sample(written(line), { numRuns: 1, seed: 1 })
      const known = new Map([[refOf(1), { erased: false, value: own }]]) as unknown as Known
      const stolen = new Set(alsoStolen.map((digits) => `+4477${digits}`))
      const victim = {
        reportedAt,
        line: numberAt(known, refOf(1)),
        restored,
        guarded: false,
        takenAgain: false,
        stolen,
      }
      const reached = safeContacts(read(given), victim)
      const hostile = [...alsoStolen, ...(restored ? [] : [line])]
      for (const { address } of reached) assert.ok(!hostile.includes(digitsOf(String(address.to))), String(address.to))
      const expected = new Set(given.map(({ digits }) => digits).filter((digits) => !hostile.includes(digits)))
      assert.deepEqual(new Set(reached.map(({ address }) => digitsOf(String(address.to)))), expected)
      assert.equal(reached.length, expected.size, 'each number once, however often and in whatever form it was given')
      for (const { address, toLine } of reached) assert.equal(toLine, digitsOf(String(address.to)) === line)
    }),
    { numRuns: 500 },
  )
})

test('B51: one mailbox in any case and spacing is one address, and what was prepared in the day before the theft is none', () => {
  const nothing = {
    reportedAt,
    line: undefined,
    restored: false,
    guarded: false,
    takenAgain: false,
    stolen: new Set<string>(),
  }
  fc.assert(
    fc.property(fc.array(mails, { minLength: 1, maxLength: 5 }), (given) => {
      const reached = safeContacts(read(given), nothing)
      assert.deepEqual(
        reached.map(({ address }) => address.to),
        ['owner@example.org'],
      )
    }),
  )
  const ref = refOf(2)
  const known = new Map([[ref, { erased: false, value: push }]]) as unknown as Known
  const device = (since: string) => safeContacts(devicesOf([{ ref, since }], known), nothing)
  assert.equal(device(longBefore).length, 1)
  assert.deepEqual(device('2026-11-26T13:00:00.000Z'), [])
})

test('B51, USERS 4: the victim’s word goes only where they said after the theft that nobody else reads: no mailbox of before has it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(contact, mails), { maxLength: 8 }), (given) => {
      const all = read(given)
      const mayRead = given.flatMap(({ source, confirmed }, n) => (source === 'case' && confirmed ? refOf(n + 10) : []))
      assert.deepEqual(
        all
          .filter(mayHaveWord)
          .map(({ ref }) => ref)
          .sort(),
        mayRead.sort(),
      )
      const nobodys = { reportedAt, line: undefined, restored: false, guarded: false, takenAgain: false }
      const said = new Set(all.filter(mayHaveWord).map(({ address }) => address.to))
      for (const one of safeContacts(all, { ...nobodys, stolen: new Set<string>() }))
        assert.equal(
          mayHaveWord(one),
          said.has(one.address.to),
          'what was said in the case counts, also of an address of before',
        )
    }),
  )
})
