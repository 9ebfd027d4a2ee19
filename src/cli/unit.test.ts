import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { commandHere } from '#test/support/command'
import { type TestDatabase, testDatabase } from '#test/support/database'
import { nameUnit, Unit, unitOf } from '../modules/victims/unit.ts'
import { namePretendUnits } from './pretend/name-units.ts'
import { registerPretendOrganisations } from './pretend/register-organisations.ts'

/** Runs `ringback unit …` within this process. */
async function unit(databaseUrl: string, ...args: string[]) {
  const env = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }
  const { code, err, out } = await commandHere(['unit', ...args], env)
  const said = out.split('\n').filter(Boolean)
  return { code, err, said: said.map((line) => JSON.parse(line) as Record<string, string>) }
}

const metUnit = { name: 'the phone unit', contact: 'Call 101 and ask for it.', hours: 'Every day, 8 am to 8 pm.' }
const options = ({ name, contact, hours }: Unit) => ['--name', name, '--contact', contact, '--hours', hours]
const registered = async ({ owner }: TestDatabase, slug: string, sort: string) =>
  owner.pool.query('insert into organisation values ($1, $2, $3, false)', [slug, 'Metropolitan Police', sort])

test('B43: a force names its unit without SQL, victims are shown it, and it can be changed', async (t) => {
  const db = await testDatabase(t)
  await registered(db, 'met', 'force')
  assert.match((await unitOf(db.server.kysely as never, 'met')).name, /the phone theft unit of Metropolitan Police/)
  const set = await unit(db.url, 'set', 'met', ...options(metUnit))
  assert.deepEqual([set.code, set.said], [0, [{ force: 'met', ...metUnit }]], set.err)
  assert.deepEqual(await unitOf(db.server.kysely as never, 'met'), metUnit)
  const later = { ...metUnit, hours: 'Monday to Friday.' }
  assert.equal((await unit(db.url, 'set', 'met', ...options(later))).code, 0)
  assert.deepEqual((await unit(db.url)).said, [{ force: 'met', ...later }])
})

test('what is no force, and what a victim must never be sent, is said in a sentence and changes nothing', async (t) => {
  const db = await testDatabase(t)
  await registered(db, 'a-bank', 'bank')
  const linked = { ...metUnit, contact: 'Write to unit@met.police.uk' }
  const refused = await unit(db.url, 'set', 'a-bank', ...options(metUnit))
  assert.deepEqual([refused.code, /a-bank is no force/.test(refused.err)], [1, true], refused.err)
  const address = await unit(db.url, 'set', 'a-bank', ...options(linked))
  assert.deepEqual([address.code, /--contact: .*no web or e-mail address/.test(address.err)], [2, true], address.err)
  assert.equal((await unit(db.url, 'set', 'a-bank', '--name', 'x y')).code, 2)
  assert.deepEqual((await unit(db.url, 'list')).said, [])
})

test('B31: no unit that is taken holds a link, whatever is typed around it', () => {
  const link = fc.constantFrom('https://met.uk', 'www.met.police.uk', 'met.police.uk/help', 'a@b.org', 'HTTP://x')
  const field = fc.constantFrom('name', 'contact', 'hours')
  const words = fc.stringMatching(/^[A-Za-z ]{0,20}$/)
  fc.assert(
    fc.property(link, field, words, words, (address, key, before, after) => {
      assert.equal(Unit.safeParse({ ...metUnit, [key]: `${before} ${address} ${after}` }).success, false)
    }),
  )
})

test('on a demo every pretend force has a unit that says that nobody answers; what somebody set stays', async (t) => {
  const db = await testDatabase(t)
  await registerPretendOrganisations(db.url)
  const mine = { ...metUnit, name: 'my unit' }
  assert.equal(await nameUnit(db.owner.kysely as never, 'demo-met', mine), 'named')
  await namePretendUnits(db.url)
  await namePretendUnits(db.url)
  assert.deepEqual(await unitOf(db.server.kysely as never, 'demo-met'), mine)
  const forces = await db.owner.pool.query(`select slug from organisation where sort = 'force'`)
  assert.ok(forces.rows.length >= 3)
  for (const { slug } of forces.rows) {
    const shown = await unitOf(db.server.kysely as never, slug)
    assert.ok(slug === 'demo-met' || /nobody answers/.test(shown.contact), slug)
  }
})
