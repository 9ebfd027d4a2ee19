import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { command, joined, order, startedFor } from '#test/support/pretend'
import { pretendExchange } from './exchanges/exchange.ts'
import exchanges from './exchanges.ts'
import type { Contract, Effect } from './frame.ts'
import { pretendIssuer } from './identity-issuers/issuer.ts'
import identityIssuers from './identity-issuers.ts'
import mailProviders from './mail-providers.ts'

const line = '+447700900123'
const stranger = '+447700900199'

test('B28, B35: a thief’s open mailbox closes, coins stay and the identity is refused, each until its undo; a stranger is refused', async (t) => {
  const all = await startedFor(t, async (place) =>
    (await Promise.all([mailProviders(place), exchanges(place), identityIssuers(place)])).flat(),
  )
  const [mail, exchange, issuer] = [all('demo-gmail'), all('demo-kraken'), all('demo-yoti')]
  const s = await joined(t, mail, exchange, issuer)
  const ask = async (partner: string, kind: string, more: { cancels?: string; line?: string } = {}) => {
    const { line: whose = line, ...rest } = more
    const [id = ''] = await s.owe({
      partner,
      kind,
      target: `${kind.split('-')[1]}/${whose}`,
      input: { line: whose },
      ...rest,
    })
    return { id, state: (await s.until(id, 'acknowledged', 'refused')).state }
  }
  const { session } = await command(mail, '/_sign-in', { line })
  assert.deepEqual(await command(mail, '/_read', { line, session }), { open: true })
  await ask('demo-gmail', 'end-mail-sessions')
  assert.deepEqual(await command(mail, '/_read', { line, session }), { open: false })
  const own = await command(mail, '/_sign-in', { line })
  assert.deepEqual(
    await command(mail, '/_read', { line, session: own.session }),
    { open: true },
    'the password opens it',
  )

  assert.deepEqual(await command(exchange, '/_withdraw', { line }), { sent: 'allowed' })
  const hold = await ask('demo-kraken', 'hold-withdrawals')
  assert.deepEqual(await command(exchange, '/_withdraw', { line }), { sent: 'refused', why: 'withdrawals-paused' })
  await ask('demo-kraken', 'release-withdrawals', { cancels: hold.id })
  assert.deepEqual(await command(exchange, '/_withdraw', { line }), { sent: 'allowed' })

  assert.deepEqual(await command(issuer, '/_show-id', { line }), { accepted: 'yes' })
  const suspended = await ask('demo-yoti', 'suspend-digital-identity')
  assert.deepEqual(await command(issuer, '/_show-id', { line }), { accepted: 'no', why: 'suspended' })
  await ask('demo-yoti', 'restore-digital-identity', { cancels: suspended.id })
  assert.deepEqual(await command(issuer, '/_show-id', { line }), { accepted: 'yes' })

  for (const [partner, kind] of [
    ['demo-gmail', 'end-mail-sessions'],
    ['demo-kraken', 'hold-withdrawals'],
    ['demo-yoti', 'suspend-digital-identity'],
  ] as const)
    assert.equal((await ask(partner, kind, { line: stranger })).state, 'refused', kind)
  const told = { recoveryPhone: line, because: 'DEVICE_STOLEN', mailbox: 'somebody@example.org' }
  const refused = await order(mail, '/account-safety/v1/sign-outs', 'key-number-1', told)
  assert.equal(refused.status, 400, 'an address is not even understood')
})

const orders = fc.array(fc.record({ key: fc.integer({ min: 0, max: 4 }), undo: fc.boolean() }), { maxLength: 20 })
type Held = { put: (key: string) => [string, object]; undo: (key: string) => [string, object]; held: () => boolean }

/** What of these orders holds, whatever order they come in, is what was not taken back. */
function holdsWhatWasNotTakenBack(open: () => Held & { contract: Contract }) {
  fc.assert(
    fc.property(orders, (given) => {
      const { contract, put, undo: undoOf, held } = open()
      const [on, gone] = [new Set<number>(), new Set<number>()]
      for (const [index, { key, undo }] of given.entries()) {
        const own = undo ? `undo-key-${index}` : `hold-key-${key}`
        const [path, body] = undo ? undoOf(`hold-key-${key}`) : put(own)
        contract.apply({ ...(contract.judge(path, own, body) as Effect), key: own, at: '' })
        if (undo) {
          on.delete(key)
          gone.add(key)
        } else if (!gone.has(key)) on.add(key)
      }
      assert.equal(held(), on.size > 0)
    }),
  )
}

const says = (contract: Contract, path: string) =>
  Object(contract.commands?.[path]?.({ line }, undefined as never)) as Record<string, unknown>

test('whatever holds and undos come in whatever order, an exchange and an issuer hold exactly what was not taken back', () => {
  holdsWhatWasNotTakenBack(() => {
    const contract = pretendExchange('demo-kraken', 'Kraken (pretend)', () => new Date())
    return {
      contract,
      put: () => ['/v2/withdrawals/pause', { holder: line }],
      undo: (pause) => ['/v2/withdrawals/resume', { holder: line, pause }],
      held: () => says(contract, '/_withdraw').sent === 'refused',
    }
  })
  holdsWhatWasNotTakenBack(() => {
    const contract = pretendIssuer('demo-yoti', 'Yoti (pretend)', () => new Date())
    return {
      contract,
      put: () => ['/wallet-units/v1/status', { subscriber: line, status: 'SUSPENDED' }],
      undo: (revokes) => ['/wallet-units/v1/status', { subscriber: line, status: 'VALID', revokes }],
      held: () => says(contract, '/_show-id').accepted === 'no',
    }
  })
})

test('a hold lapses at the exchange and at the issuer to the second of its end, whether we can be reached or not', () => {
  let at = Date.parse('2026-01-08T12:00:00.000Z')
  const end = '2026-01-08T13:00:00.000Z'
  const now = () => new Date(at)
  const exchange = pretendExchange('demo-kraken', 'Kraken (pretend)', now)
  const issuer = pretendIssuer('demo-yoti', 'Yoti (pretend)', now)
  for (const [contract, path, body] of [
    [exchange, '/v2/withdrawals/pause', { holder: line, ends: end }],
    [issuer, '/wallet-units/v1/status', { subscriber: line, status: 'SUSPENDED', validFrom: end }],
  ] as const)
    contract.apply({ ...(contract.judge(path, 'key-number-1', body) as Effect), key: 'key-number-1', at: '' })
  const open = () => [says(exchange, '/_withdraw').sent, says(issuer, '/_show-id').accepted]
  at = Date.parse(end) - 1
  assert.deepEqual(open(), ['refused', 'no'])
  at = Date.parse(end)
  assert.deepEqual(open(), ['allowed', 'yes'])
})
