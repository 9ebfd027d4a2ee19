import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOutOwed } from '#ledger'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import type { VaultRef } from '#platform/vault-ref'
import { reportingDesk } from '#test/support/reporting'
import { tellOfLost } from './tell-of-lost.ts'

test('B36: a message that a gateway says twice at once is lost once, and nothing is kept that no fact names', async (t) => {
  const { context, db, ledger, rows } = await reportingDesk(t)
  await db.owner.pool.query(`insert into organisation values ('post', 'post', 'insurer', true)`)
  await db.owner.pool.query(`insert into partner (slug, connector, config) values ('post', 'notify', '{}')`)
  const reviewAt = new Date('2032-01-01')
  const { ref: line } = await context.vault.put({ class: 'number', value: '+447700900153', reviewAt })
  const value = { name: 'A Name', email: 'owner@example.org' }
  const { ref: contact } = await context.vault.put({ class: 'contact', value, reviewAt })
  const event = HandsetEnrolled.of({
    ...{ ...HandsetEnrolled.sample, line, contacts: [contact], imeis: [], imeisProved: [] },
  })
  const { handset } = HandsetEnrolled.sample
  const stream = `handset/${handset}`
  const code = { partners: ['post'], kind: 'send-email', target: `${stream}/send-email`, input: { message: contact } }
  const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }
  await ledger.append([{ event, version: 1, owes: [code] }], meta)
  await layOutOwed(db.owner.pool)
  const [{ id: action } = { id: '' }] = await rows<{ id: string }>('select id from action')

  const reveal = (refs: readonly VaultRef[]) => context.vault.reveal('change', refs)
  const tell = () => tellOfLost({ ...context, db: context.db as never, reveal }, { action, stream })
  assert.deepEqual((await Promise.all([tell(), tell()])).sort(), [false, true])
  const kept = await rows<{ ref: string }>(`select ref from vault_record where class = 'document'`)
  const owed = await rows<{ message: string }>(
    `select owes -> 0 -> 'input' ->> 'message' as message from event where type = 'safeguards.message-lost'`,
  )
  assert.deepEqual(
    kept.map(({ ref }) => ref),
    owed.map(({ message }) => message),
  )
  assert.equal(owed.length, 1)
})
