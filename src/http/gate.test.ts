import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { testDatabase } from '#test/support/database'
import type { AuditTables } from './audit.ts'
import { defineRoute } from './define-route.ts'
import { refusal } from './problem.ts'
import { asStaff, testApp } from './testing.ts'

const reply = z.object({ purpose: z.string() })
const noteOn = defineRoute<AuditTables>()({
  method: 'POST',
  url: '/note',
  accepts: 'form',
  who: { act: 'change', record: 'theft-report' },
  summary: 'Takes a form about a case',
  body: z.strictObject({ note: z.string() }),
  reply,
  handle: async (_, { audit, purpose = 'none' }) => {
    await audit('note-added', 'case/c1')
    return { purpose }
  },
})
const openCase = defineRoute<AuditTables>()({
  method: 'GET',
  url: '/open',
  who: 'anyone',
  personal: true,
  purpose: 'own-case',
  summary: 'One’s own case',
  reply,
  handle: async (_, { audit, purpose = 'none' }) => {
    await audit('case-opened', 'case/c1')
    return { purpose }
  },
})
const openUnfixed = defineRoute<AuditTables>()({
  method: 'GET',
  url: '/unfixed',
  who: 'anyone',
  personal: true,
  summary: 'Personal, open to anyone, and for no purpose of its own',
  reply,
  handle: async (_, { audit }) => {
    await audit('case-opened', 'case/c1')
    return { purpose: '' }
  },
})
const reach = defineRoute()({
  method: 'GET',
  url: '/reach',
  who: { act: 'look', record: 'hotspot' },
  summary: 'How far one sees',
  reply: z.object({ reach: z.string() }),
  handle: (_, context) => ({ reach: context.reach }),
})

const sell = defineCommand('sell', {
  input: z.object({ handset: z.string() }),
  refusals: { 'reported-stolen': { status: 409, says: 'Do not sell it.' } },
  stream: ({ handset }) => `handset/${handset}`,
  state: fold({}, () => []),
  decide: () => refuse('reported-stolen'),
})
const sells = defineRoute()({
  method: 'POST',
  url: '/sell',
  who: 'anyone',
  summary: 'Executes a command',
  body: z.strictObject({ handset: z.string() }),
  reply: z.object({ ok: z.boolean() }),
  handle: async (input, { execute }) => {
    const outcome = await execute(sell, input)
    return outcome.ok ? { ok: true } : refusal(sell, outcome.refused)
  },
})

test('the gate', async (whole) => {
  const db = await testDatabase({ after: (done) => after(done as () => Promise<void>) })
  const routes = [noteOn, openCase, openUnfixed, reach, sells]

  await whole.test('a page says the purpose in its form, and the route’s own fields never see it', async (t) => {
    const app = await testApp(t, db, routes)
    const post = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/note',
        payload,
        headers: { ...asStaff('detective'), 'content-type': 'application/x-www-form-urlencoded' },
      })
    assert.deepEqual((await post('note=x&purpose=investigate-crime')).json(), { purpose: 'investigate-crime' })
    assert.equal((await post('note=x&purpose=curiosity')).json().code, 'unknown-purpose')
    assert.equal((await post('note=x&purpose=inform-victim&purpose=own-case')).json().code, 'unknown-purpose')
    assert.equal((await post('note=x')).json().code, 'purpose-needed')
  })

  await whole.test('a purpose chosen at sign-in holds for every look, until another is stated', async (t) => {
    const app = await testApp(t, db, routes, {
      authenticate: async () => ({
        kind: 'staff',
        id: 's1',
        tenant: 'met',
        roles: ['detective'],
        purpose: 'inform-victim',
      }),
    })
    const post = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/note',
        payload: 'note=x',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      })
    assert.deepEqual((await post({})).json(), { purpose: 'inform-victim' })
    assert.deepEqual((await post({ 'ringback-purpose': 'investigate-crime' })).json(), { purpose: 'investigate-crime' })
  })

  await whole.test(
    'a route for one purpose has it fixed; an open one with personal data must have or be told one',
    async (t) => {
      const app = await testApp(t, db, routes)
      assert.deepEqual((await app.inject('/open')).json(), { purpose: 'own-case' })
      assert.equal((await app.inject('/unfixed')).json().code, 'purpose-needed')
      const told = await app.inject({ url: '/unfixed', headers: { 'ringback-purpose': 'own-case' } })
      assert.equal(told.statusCode, 200)
    },
  )

  await whole.test('the handler is told how far its caller sees', async (t) => {
    const app = await testApp(t, db, routes)
    const of = async (...roles: Parameters<typeof asStaff>) =>
      (await app.inject({ url: '/reach', headers: asStaff(...roles) })).json().reach
    assert.equal(await of('council'), 'own')
    assert.equal(await of('council', 'analyst'), 'all')
  })

  await whole.test(
    'what a command refused is a problem in its own words; a command knows its caller and its key',
    async (t) => {
      const seen: unknown[] = []
      const refusing = {
        execute: async (_: unknown, __: unknown, meta: unknown) => {
          seen.push(meta)
          return { ok: false, refused: 'reported-stolen' } as never
        },
      }
      const app = await testApp(t, db, routes, { ledger: refusing as never })
      const headers = { ...asStaff('detective'), 'idempotency-key': 'k1' }
      const answer = await app.inject({ method: 'POST', url: '/sell', payload: { handset: 'h1' }, headers })
      assert.equal(answer.statusCode, 409)
      assert.deepEqual([answer.json().code, answer.json().detail], ['reported-stolen', 'Do not sell it.'])
      assert.deepEqual(seen, [
        { actor: 'staff:s1', tenant: 'met', cause: `request/${answer.headers['ringback-request']}`, key: 'k1' },
      ])
    },
  )

  await whole.test('a key too long to keep is refused, not cut', async (t) => {
    const app = await testApp(t, db, routes)
    const headers = { 'idempotency-key': 'k'.repeat(201) }
    const answer = await app.inject({ method: 'POST', url: '/sell', payload: { handset: 'h1' }, headers })
    assert.equal(answer.json().code, 'malformed-request')
  })

  await whole.test('the ledger’s own refusals have problems too, and a code nobody listed is a fault', () => {
    assert.equal(refusal(sell, 'busy').status, 503)
    assert.equal(refusal(sell, 'key-reused').status, 409)
    assert.throws(() => refusal(sell, 'unheard' as never), /add it to its refusals/)
  })
})
