import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { type AuditTables, openTrail } from './audit.ts'
import { defineRoute } from './define-route.ts'
import { problem } from './problem.ts'
import { asStaff, testApp } from './testing.ts'

type Tables = AuditTables & {
  command_key: { caller: string; key: string; command: string; input_hash: Buffer; result: string }
}

const reply = z.object({ name: z.string() })
const look = { method: 'GET', who: { act: 'look', record: 'theft-report' }, reply, summary: 'A case' } as const
const purpose = { 'ringback-purpose': 'investigate-crime' }

const audited = defineRoute<Tables>()({
  ...look,
  url: '/cases/:id',
  params: z.object({ id: z.string() }),
  handle: async ({ id }, { audit }) => {
    await audit('case-opened', `case/${id}`)
    return { name: 'A Name' }
  },
})

const forgetful = defineRoute<Tables>()({ ...look, url: '/forgotten', handle: () => ({ name: 'A Name' }) })

const elsewhere = defineRoute<Tables>()({
  ...look,
  url: '/elsewhere',
  who: { act: 'look', record: 'victim-contact' },
  handle: async (_, { audit }) => {
    await audit('contact-read', 'v_abcdef', 'kent')
    return { name: 'A Name' }
  },
})

const writesThenForgets = defineRoute<Tables>()({
  ...look,
  url: '/half',
  handle: async (_, { db }) => {
    const row = { caller: 'c', key: 'k', command: 'x', input_hash: Buffer.from(''), result: '{}' }
    await db.insertInto('command_key').values(row).execute()
    return { name: 'A Name' }
  },
})

test('a look at a case leaves one row: who, why, what, under which request', async (t) => {
  const db = await testDatabase<Tables>(t)
  const app = await testApp(t, db as never, [audited])
  const answer = await app.inject({ url: '/cases/c1', headers: { ...asStaff('detective'), ...purpose } })
  assert.equal(answer.statusCode, 200)
  const rows = await db.owner.kysely.selectFrom('audit').selectAll().execute()
  const {
    id: _,
    at: __,
    ...said
  } = rows[0] as AuditTables['audit'] extends infer Row ? Row & { id: string; at: string } : never
  assert.equal(rows.length, 1)
  assert.deepEqual(said, {
    tenant: 'met',
    actor: 'staff:s1',
    purpose: 'investigate-crime',
    act: 'case-opened',
    record: 'theft-report',
    subject: 'case/c1',
    owner: 'met',
    request: answer.headers['ringback-request'],
  })
})

test('a look at a case is written down whatever digits its id happens to have; a number in its place never is', async (t) => {
  const db = await testDatabase<Tables>(t)
  const app = await testApp(t, db as never, [audited])
  const look = async (id: string) =>
    (await app.inject({ url: `/cases/${id}`, headers: { ...asStaff('detective'), ...purpose } })).statusCode
  assert.equal(await look('7f3b9c1e-0a5d-4c44-9b1e-490154203237'), 200)
  assert.equal(await look('11111111-1111-4111-8111-111111111111'), 200)
  for (const number of ['490154203237518', '07700900123', '7f3b9c1e-0a5d-4c44-9b1e-490154203237518'])
    assert.equal(await look(number), 500)
})

test('a look that its route forgot to audit is refused, and what it wrote is undone', async (t) => {
  const db = await testDatabase<Tables>(t)
  const app = await testApp(t, db as never, [forgetful, writesThenForgets])
  for (const url of ['/forgotten', '/half']) {
    const answer = await app.inject({ url, headers: { ...asStaff('detective'), ...purpose } })
    assert.equal(answer.statusCode, 500)
    assert.doesNotMatch(answer.body, /A Name/)
  }
  assert.deepEqual(await db.owner.kysely.selectFrom('command_key').selectAll().execute(), [])
})

test('when the audit cannot be written, nothing is shown', async (t) => {
  const db = await testDatabase<Tables>(t)
  await db.owner.pool.query('revoke insert on audit from ringback_server')
  const app = await testApp(t, db as never, [audited])
  const answer = await app.inject({ url: '/cases/c1', headers: { ...asStaff('detective'), ...purpose } })
  assert.equal(answer.statusCode, 500)
  assert.doesNotMatch(answer.body, /A Name/)
})

test('a record of another organisation is refused at the audit, whatever the handler had read', async (t) => {
  const db = await testDatabase<Tables>(t)
  const app = await testApp(t, db as never, [elsewhere])
  const answer = await app.inject({ url: '/elsewhere', headers: { ...asStaff('detective'), ...purpose } })
  assert.equal(answer.statusCode, 403)
  assert.equal(answer.json().code, 'other-organisation')
})

test('without a purpose, with an unknown one or one that does not fit the role, nothing is shown', async (t) => {
  const db = await testDatabase<Tables>(t)
  const app = await testApp(t, db as never, [audited])
  const ask = async (headers: Record<string, string>) => (await app.inject({ url: '/cases/c1', headers })).json().code
  assert.equal(await ask({}), 'sign-in-needed')
  assert.equal(await ask(asStaff('detective')), 'purpose-needed')
  assert.equal(await ask({ ...asStaff('detective'), 'ringback-purpose': 'curiosity' }), 'unknown-purpose')
  assert.equal(await ask({ ...asStaff('detective'), 'ringback-purpose': 'settle-claim' }), 'purpose-not-yours')
  assert.equal(await ask({ ...asStaff('comms-officer'), ...purpose }), 'not-your-role')
  assert.deepEqual(await db.owner.kysely.selectFrom('audit').selectAll().execute(), [])
})

test('bad credentials are refused even where anyone may call', async (t) => {
  const openToAll = defineRoute()({ ...look, who: 'anyone', url: '/open', handle: () => ({ name: 'x' }) })
  const app = await testApp(t, await testDatabase(t), [openToAll], {
    authenticate: async () => problem('credentials-refused'),
  })
  const answer = await app.inject('/open')
  assert.equal(answer.statusCode, 401)
  assert.equal(answer.headers['www-authenticate'], 'Bearer')
})

test('an audit row cannot be changed, removed or hold a number', async (t) => {
  const { owner, server } = await testDatabase<Tables>(t)
  const row = {
    tenant: 'met',
    actor: 'staff:s1',
    purpose: 'scrutinise',
    act: 'look',
    record: 'audit',
    owner: 'met',
    request: 'r',
  }
  const plain = 'cea09caa-931f-427a-b479-133408055457' // as good a UUID as any, though it ends like a number
  for (const subject of ['case/c1', `case/${plain}`, `handset/${plain.toUpperCase()}`])
    await server.kysely
      .insertInto('audit')
      .values({ ...row, subject })
      .execute()
  for (const subject of [
    'imei/490154203237518',
    `case/${plain}/490154203237518`,
    '+447700900123',
    'some one',
    'a@example.org',
  ])
    await assert.rejects(
      server.kysely
        .insertInto('audit')
        .values({ ...row, subject })
        .execute(),
      /audit_subject_check/,
    )
  for (const words of ["update audit set actor = 'x'", 'delete from audit', 'truncate audit']) {
    await assert.rejects(owner.pool.query(words), /append-only/)
    await assert.rejects(server.pool.query(words), /permission denied/)
  }
})

test('a case is audited whatever its id: eleven digits in a row in a UUID are no telephone number', async (t) => {
  const { server } = await testDatabase<AuditTables>(t)
  const frame = { tenant: 'met', actor: 'staff:1', purpose: 'run-system', record: 'audit', request: 'r' } as const
  const opened = () => openTrail(server.kysely, { ...frame, reach: 'all' })
  const { audit, rows, written } = opened()
  for (const id of ['5d2f1a3e-1c0b-4b8e-8a57-123456789010', '11111111-1111-4111-8111-11111111111A'])
    await audit('look', `case/${id}`)
  await written()
  assert.equal(rows(), 2)
  for (const subject of ['case/447700900123', 'case/5d2f1a3e-1c0b-4b8e-8a57-1234567890123']) {
    const trail = opened()
    await trail.audit('look', subject)
    await assert.rejects(trail.written(), /audit_subject_check/)
  }
})

test('rows of a request that changes something go with the change, and are written by themselves when it comes to nothing', async (t) => {
  const { server, owner } = await testDatabase<AuditTables>(t)
  const frame = { tenant: 'met', actor: 'staff:1', purpose: 'run-system', record: 'audit', request: 'r' } as const
  const { audit, taken, written } = openTrail(server.kysely, { ...frame, reach: 'all' }, true)
  const acts = async () => (await owner.pool.query('select act from audit order by id')).rows.map(({ act }) => act)
  await audit('look', 'case/c1')
  await audit('change', 'case/c1')
  assert.deepEqual(await acts(), [], 'they wait')
  const nothing = await taken(
    async (rows) => rows.length,
    () => false,
  )
  assert.equal(nothing, 1, 'one statement for both')
  await assert.rejects(
    taken(
      async () => {
        throw new Error('a clash')
      },
      () => true,
    ),
    /a clash/,
  )
  const took = await taken(
    async (rows) => {
      for (const { text, values } of rows) await server.pool.query(text, [...values])
      return rows.length
    },
    () => true,
  )
  assert.equal(took, 1)
  await audit('look', 'case/c2')
  await written()
  assert.deepEqual(await acts(), ['look', 'change', 'look'])
})
