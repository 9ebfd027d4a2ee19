import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPartner, idleLedger, testApp } from '#http/testing'
import { scene } from '#test/support/dispatching'
import route from './routes/take-receipt.ts'

test('a late receipt sent by the operator itself settles its action, and the same one again changes nothing', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  const [block = ''] = await s.owe({ partner: 'north' })
  const app = await testApp(t, s.db, [route], {
    ledger: { ...idleLedger, append: s.ledger.append },
  })
  const receipt = await north.sign({ action: block, kind: 'block-handset' })
  const send = (tenant: string, payload: object) =>
    app.inject({ method: 'POST', url: '/api/receipts', headers: asPartner(tenant, 'operator'), payload })

  assert.deepEqual((await send('north', { receipt })).json(), { counted: true })
  assert.deepEqual((await send('north', { receipt })).json(), { counted: false })
  assert.equal((await s.action(block)).state, 'acknowledged')

  const stranger = await send('south', { receipt })
  assert.deepEqual([stranger.statusCode, stranger.json().code], [422, 'receipt-refused'])
  const forged = await send('north', { receipt: `${receipt.slice(0, -4)}AAAA` })
  assert.match(forged.json().detail, /bad-signature|malformed/)
  assert.equal((await app.inject({ method: 'POST', url: '/api/receipts', payload: { receipt } })).statusCode, 401)
})
