import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { localKeyEncryption } from '#platform/vault/key-encryption'
import type { VaultTables } from '#platform/vault/tables'
import { tombstonesIn } from '#platform/vault/tombstones'
import { openVault } from '#platform/vault/vault'
import { VaultRef } from '#platform/vault-ref'
import { testDatabase } from '#test/support/database'
import type { AuditTables } from './audit.ts'
import { defineRoute } from './define-route.ts'
import { asStaff, testApp } from './testing.ts'
import { auditVaultLook } from './vault-in-route.ts'

const reply = z.object({ said: z.string() })
const keep = defineRoute()({
  method: 'POST',
  url: '/contacts',
  who: 'anyone',
  summary: 'Keeps a contact',
  body: z.strictObject({ contact: z.string() }),
  reply,
  handle: async ({ contact: value }, { vault }) => {
    const { ref } = await vault.put({ class: 'contact', value, reviewAt: new Date('2027-01-01') })
    return { said: ref }
  },
})
const shows = (url: string, personal: boolean) =>
  defineRoute<AuditTables>()({
    method: 'POST',
    url,
    who: personal ? { act: 'look', record: 'victim-contact' } : 'anyone',
    summary: 'Shows a contact',
    body: z.strictObject({ ref: VaultRef }),
    reply,
    handle: async ({ ref }, { vault, audit }) => {
      if (personal) await audit('contact-opened', 'case/c1')
      const found = (await vault.reveal('contact-read', [ref])).get(ref)
      return { said: found && !found.erased ? String(found.value) : 'erased' }
    },
  })

const opened = async (t: TestContext) => {
  const db = await testDatabase<VaultTables & AuditTables>(t)
  const folder = await mkdtemp(join(tmpdir(), 'ringback-vault-'))
  t.after(() => rm(folder, { recursive: true }))
  const writes = db.server.kysely as never
  const vault = await openVault(writes, {
    keys: localKeyEncryption([{ id: 'k1', key: randomBytes(32) }]),
    tombstones: tombstonesIn(folder),
    audit: auditVaultLook,
    now: () => new Date('2026-11-24'),
  })
  const routes = [keep, shows('/show', true), shows('/leak', false)]
  const app = await testApp(t, db as never, routes, { vault: { vault, writes } })
  const post = async (url: string, payload: object, headers = {}) =>
    app.inject({ method: 'POST', url, payload, headers })
  return { db, post }
}

test('a contact that a victim gave is shown to a detective with its look written down, record by record', async (t) => {
  const { db, post } = await opened(t)
  const ref = (await post('/contacts', { contact: 'a@example.org' })).json().said
  const headers = { ...asStaff('detective'), 'ringback-purpose': 'inform-victim' }
  assert.deepEqual((await post('/show', { ref }, headers)).json(), { said: 'a@example.org' })
  const rows = await db.owner.kysely
    .selectFrom('audit')
    .select(['actor', 'purpose', 'act', 'record', 'subject'])
    .execute()
  const who = { actor: 'staff:s1', purpose: 'inform-victim' }
  assert.deepEqual(rows, [
    { ...who, act: 'contact-opened', record: 'victim-contact', subject: 'case/c1' },
    { ...who, act: 'contact-read', record: 'vault-contact', subject: ref },
  ])
})

test('a route that is not declared personal cannot reveal anything', async (t) => {
  const { db, post } = await opened(t)
  const ref = (await post('/contacts', { contact: 'a@example.org' })).json().said
  const answer = await post('/leak', { ref })
  assert.equal(answer.statusCode, 500)
  assert.doesNotMatch(answer.body, /example/)
  assert.deepEqual(await db.owner.kysely.selectFrom('audit').selectAll().execute(), [])
})
