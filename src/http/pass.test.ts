import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { defineRoute } from './define-route.ts'
import { openPasses } from './pass.ts'
import { testApp } from './testing.ts'

const key = randomBytes(32).toString('base64url')
const pass = { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', as: 'reporter' as const }
const at = (minutes: number) => openPasses(key, new URL('http://localhost'), () => new Date(minutes * 60_000))

test('a pass is good for thirty minutes, and only under the key that sealed it', () => {
  const sealed = at(0).seal(pass)
  assert.deepEqual(at(29).open(sealed), pass)
  assert.equal(at(30).open(sealed), undefined)
  const other = openPasses(randomBytes(32).toString('base64url'), new URL('http://localhost'), () => new Date(0))
  assert.equal(other.open(sealed), undefined)
  assert.throws(() => openPasses('short', new URL('http://localhost'), () => new Date()), /RINGBACK_PASS_KEY/)
})

test('USERS 4, stalking: every pass is equally long, whatever it holds', () => {
  const ref = `v_${'A'.repeat(22)}`
  const full = { ...pass, access: ref, claim: ref, joined: true, shown: '2026-01-01T10:00:00.000Z' }
  const sealed = [pass, { ...pass, joined: true }, { ...pass, access: ref }, full].map((one) => at(0).seal(one))
  assert.equal(new Set(sealed.map(({ length }) => length)).size, 1)
  assert.deepEqual(at(1).open(sealed[3]), full)
})

test('a pass that was changed anywhere, cut short or made up is none', () => {
  const sealed = Buffer.from(at(0).seal(pass), 'base64url')
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (where, by) => {
      const changed = Buffer.from(sealed)
      changed[where] = (changed[where] ?? 0) ^ by
      assert.equal(at(0).open(changed.toString('base64url')), undefined)
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => assert.equal(at(0).open(text), undefined)))
})

test('a note is good for ten minutes, for its own kind alone, and is no pass', () => {
  const note = { asked: 'word', left: 2 }
  const sealed = at(0).sealNote('voice', note)
  assert.deepEqual(at(9).openNote('voice', sealed), note)
  assert.equal(at(10).openNote('voice', sealed), undefined)
  assert.equal(at(0).openNote('other', sealed), undefined)
  assert.equal(at(0).open(sealed), undefined)
  assert.equal(at(0).openNote('voice', at(0).seal(pass)), undefined)
})

test('a browser sees its case again by the cookie alone, and forgets all of it when it is told to', async (t) => {
  const db = await testDatabase(t)
  const reply = z.object({ case: z.string() })
  const begin = defineRoute()({
    ...{ method: 'POST', url: '/begin', who: 'anyone', summary: 'Begins', reply },
    handle: (_input, { pass: mine }) => {
      mine.give(pass)
      return { case: '' }
    },
  })
  const again = defineRoute()({
    ...{ method: 'GET', url: '/again', who: 'anyone', summary: 'Again', reply },
    handle: (_input, { pass: mine }) => ({ case: mine.held?.case ?? 'none' }),
  })
  const end = defineRoute()({
    ...{ method: 'POST', url: '/end', who: 'anyone', summary: 'Ends', reply },
    handle: (_input, { pass: mine }) => {
      mine.drop()
      return { case: '' }
    },
  })
  const passes = openPasses(key, new URL('http://localhost:8080'), () => new Date())
  const app = await testApp(t, db, [begin, again, end], { passes })
  const set = String((await app.inject({ method: 'POST', url: '/begin' })).headers['set-cookie'])
  assert.match(set, /^ringback-case=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.ok(!set.includes(pass.case))
  const look = (cookie: string) => app.inject({ url: '/again', headers: { cookie } })
  assert.equal((await look(set.split(';')[0] ?? '')).json().case, pass.case)
  assert.equal((await look('ringback-case=made-up')).json().case, 'none')
  const ended = await app.inject({ method: 'POST', url: '/end' })
  assert.match(String(ended.headers['set-cookie']), /Max-Age=0/)
  assert.equal(ended.headers['clear-site-data'], '"cache", "cookies", "storage"')
})
