import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Heard } from '#lib/heard'
import { command, joined, order, startedFor } from '#test/support/pretend'
import { subscriberOf } from './operators/subscribers.ts'
import { startOperators } from './operators.ts'

const partner = 'demo-smarty'
const line = '+447700900991'
const { name, born, postcode, imeis } = subscriberOf(line)
/** Beside the fields of CAMARA stand the hours in which the SIM was heard, which change by the hour. */
const unheard = (told: readonly unknown[]) => told.map((one) => ({ ...(one as object), heard: undefined }))

test('B72: an operator that speaks CAMARA’s KYC Match says who holds a line, and its handset by Device Identifier', async (t) => {
  const operator = (await startedFor(t, startOperators(partner)))(partner)
  const s = await joined(t, operator)
  const match = (claim: object, of = line) => ({
    ...{ partner, kind: 'match-identity', target: 'l', input: { line: of, claim } },
  })
  const ids = await s.owe(
    match({ name, born, postcode }),
    match({ name: name.toUpperCase(), postcode }),
    match({ name, born: '1901-01-01' }),
    match({ name, born, postcode: 'ZE1 0AA' }),
    match({ name: 'Another Person', born, postcode }),
    match({ name }),
    match({ name, born }, '+447700900123'),
  )
  const states = await Promise.all(ids.map(async (id) => (await s.until(id, 'acknowledged', 'refused')).state))
  const yes = 'acknowledged'
  const no = 'refused'
  assert.deepEqual(states, [yes, yes, no, no, no, no, no])

  const [found = ''] = await s.owe({ partner, kind: 'find-handset', target: 'h', input: { line } })
  await s.until(found, 'acknowledged')
  assert.deepEqual(unheard(s.told), [{ imeis, heard: undefined }])
  assert.ok(s.told.every((one) => Heard.safeParse((one as { heard: unknown }).heard).success))
  const [bar = ''] = await s.owe({ partner, kind: 'suspend-line', target: 'b', input: { line } })
  await s.until(bar, 'acknowledged')
})

test('B12: an operator that speaks CAMARA says since when the line is in its handset; one that cannot say tells of no handset', async (t) => {
  const operator = (await startedFor(t, startOperators(partner)))(partner)
  const s = await joined(t, operator)
  const since = '2026-11-20T09:30:00.000Z'
  const [moved, settled, unsure] = ['+447700900992', '+447700900993', '+447700900994'] as const
  const subscribers = [
    { line: moved, since },
    { line: settled, monitoredDays: 21 },
    { line: unsure, monitoredDays: 20 },
  ]
  await command(operator, '/_subscribers', subscribers)
  const find = (of: string) => ({ partner, kind: 'find-handset', target: of, input: { line: of } })
  for (const number of [moved, settled, unsure]) {
    const [id = ''] = await s.owe(find(number))
    await s.until(id, 'acknowledged')
  }
  assert.deepEqual(unheard(s.told), [
    { imeis: subscriberOf(moved).imeis, since, heard: undefined },
    { imeis: subscriberOf(settled).imeis, heard: undefined },
  ])
})

test('CAMARA’s words on the wire: each attribute that was asked is answered as text, an unknown number is a 404', async (t) => {
  const operator = (await startedFor(t, startOperators(partner)))(partner)
  const asked = { phoneNumber: line, name, birthdate: '1901-01-01' }
  const { receipt, ...says } = await order(operator, '/kyc-match/v0.3/match', 'wire-0001', asked)
  assert.deepEqual(says, { status: 200, nameMatch: 'true', birthdateMatch: 'false' })
  assert.match(receipt, /^ey/)
  const unknown = { phoneNumber: '+447700900123', name }
  assert.equal((await order(operator, '/kyc-match/v0.3/match', 'wire-0002', unknown)).code, 'IDENTIFIER_NOT_FOUND')
  const empty = await order(operator, '/kyc-match/v0.3/match', 'wire-0003', { phoneNumber: line })
  assert.equal(empty.status, 400)
})
