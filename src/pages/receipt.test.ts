import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkFound } from '#modules/reports/events/network-found'
import { NoNetworkFound } from '#modules/reports/events/no-network-found'
import { takeReport } from '#modules/reports/public'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { receiptOf } from './receipt.ts'

test('P2: a receipt says that no network has the number for as long as none has', async (t) => {
  const { context, ledger } = await reportingDesk(t)
  const taken = await takeReport(context, { line: dramaLine(152), means: 'number', channel: 'web', method: 'snatch' })
  assert.ok('case' in taken && taken.line)
  const { case: theft, line } = taken
  const pass = { case: theft, as: 'reporter', claim: 'v_AAAAAAAAAAAAAAAAAAAAAA' } as never
  const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }
  const claim = async () => (await receiptOf(context as never, pass)).claim
  assert.equal(await claim(), 'asked')
  await ledger.append([{ event: NoNetworkFound.of({ case: theft }), version: 2 }], meta)
  assert.equal(await claim(), 'no-network')
  await ledger.append([{ event: NetworkFound.of({ case: theft, line, network: 'south' as never }), version: 3 }], meta)
  assert.equal(await claim(), 'asked')
})
