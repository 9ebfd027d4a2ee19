import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Kysely, PostgresDialect } from 'kysely'
import { checkForBuyer } from '#modules/sightings/public'
import { startOperators } from '../simulators/operators.ts'
import { wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, sendForm, untilSeenIn } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { openSite } from './support/site.ts'

const metric = async (loop: Loop, name: string) => {
  const line = (await (await fetch(`${loop.origin}/metrics`)).text()).split('\n').find((one) => one.startsWith(name))
  return Number(line?.split(' ').at(-1) ?? 0)
}
const read = async (loop: Loop, address: string, cookie: string) =>
  wordsOf(await (await fetch(`${loop.origin}${address}`, { headers: { cookie } })).text())

test('B60 B64: a script that walks 1,000 numbers is refused after twenty, and a person can see that it was', async (t) => {
  const loop = await openLoop(t)
  const seen = new Map<number, number>()
  for (let sent = 0; sent < 1000; sent += 50) {
    const all = await Promise.all(
      Array.from({ length: 50 }, () => sendForm(loop, '/check', { imei: '490154203237518' })),
    )
    for (const { status } of all) seen.set(status, (seen.get(status) ?? 0) + 1)
  }
  assert.equal((seen.get(200) ?? 0) + (seen.get(429) ?? 0), 1000)
  assert.ok((seen.get(200) ?? 0) <= 40, 'twenty a minute, and the test may last two of them')
  const refused = await metric(loop, 'ringback_requests_refused_total{route="/check"}')
  assert.equal(refused, seen.get(429))
})

test('B64: one check of a number that no phone has is raised at once, and its asker reads what every asker reads', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  const honey = '356938035643809'
  await loop.db.owner.pool.query('insert into honey_number (imei_key) values ($1)', [honey.slice(0, 14)])
  const plain = wordsOf(await (await sendForm(loop, '/check', { imei: '490154203237518' })).text())
  assert.equal(await metric(loop, 'ringback_honey_checks'), 0)
  const caught = wordsOf(await (await sendForm(loop, '/check', { imei: honey })).text())
  const numberless = (text: string) => text.replaceAll(/\d[\d -]{10,}\d/g, '#').replaceAll(/today [\d:]+/g, '')
  assert.equal(numberless(caught), numberless(plain))
  assert.equal(await metric(loop, 'ringback_honey_checks'), 1)
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  assert.match(await read(loop, '/staff/conflicts', cookie), /Somebody walks a list .*Times: 1\./)
})

test('B64: a buyer’s check does the very same of a number that is stolen, sold, never seen, and of none that a phone has', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const imeis = ['490154203237518', '356938035643809', '352099001761481', '358240051111110'] as const
  const [stolen, sold, , honey] = imeis
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei: stolen })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  await untilSeenIn(loop, stolen)
  await enrolledPhone(loop, { number: '07700 900124', imei: sold })
  await loop.db.owner.pool.query('insert into honey_number (imei_key) values ($1)', [honey.slice(0, 14)])
  let statements: string[] = []
  const db = new Kysely<never>({
    dialect: new PostgresDialect({ pool: loop.db.server.pool }),
    log: ({ query }) => void statements.push(query.sql),
  })
  const written = async () =>
    Number(
      (await loop.db.owner.pool.query(`select last_value from pg_sequences where sequencename = 'buyer_check_id_seq'`))
        .rows[0].last_value,
    )
  const did = []
  for (const imei of imeis) {
    statements = []
    const before = await written()
    const answer = await checkForBuyer({ db: db as never, now: () => new Date() }, [imei as never])
    did.push({ answer, rows: (await written()) - before, statements })
  }
  const all = did[0]?.statements ?? []
  assert.equal(all.length, 2)
  assert.deepEqual(
    did,
    ['wait', 'buy', 'buy', 'buy'].map((answer) => ({ answer, rows: 1, statements: all })),
  )
})

test('ADR 0015: a buyer’s check leaves nothing of a phone that is in no case, and nothing at all after a moment', async (t) => {
  const site = await openSite(t)
  assert.equal(
    (await fetch(`${site.origin}/check`, { method: 'POST', body: new URLSearchParams({ imei: '352099001761481' }) }))
      .status,
    200,
  )
  const { rows } = await site.db.owner.pool.query('select answer, cases from buyer_check')
  assert.deepEqual(rows, [{ answer: 'buy', cases: [] }])
  const loop = await openLoop(t)
  assert.equal((await sendForm(loop, '/check', { imei: '352099001761481' })).status, 200)
  const left = async () => (await loop.db.owner.pool.query('select from buyer_check')).rowCount
  await loop.until('the job forgets it', async () => (await left()) === 0)
})

test('MISSION: what speaks against a report and waits longer than an hour is shown to staff, and counted', async (t) => {
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')], now })
  await loop.organisation('demo-met', 'force')
  const officer = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  for (const line of ['07700 900125', '07700 900126']) {
    const said = {
      line,
      lineAgain: line,
      method: 'robbery',
      vouched: 'officer-present',
      place: 'Soho',
      imeis: '490154203237518',
    }
    assert.equal((await sendForm(loop, '/staff/report', said, { cookie: officer.cookie })).status, 200)
  }
  await loop.until('both cases wait for a person', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select from case_conflict k join theft_case c on c.case_id = k.case_id where c.force = 'demo-met'`,
    )
    return rows.length === 2
  })
  const page = async (address: string) =>
    read(loop, address, (await loop.staff('demo-met', 'response-officer', 'respond-to-theft')).cookie)
  assert.doesNotMatch(await page('/staff'), /waited longer than one hour/)
  assert.equal(await metric(loop, 'ringback_conflicts_overdue'), 0)
  clock.ahead = 61 * 60_000
  assert.match(await page('/staff'), /2 late Doubts about reports have waited longer than one hour/)
  assert.equal(await metric(loop, 'ringback_conflicts_overdue'), 2)
  assert.match(await page('/staff/conflicts'), /2 late/)
  const { rows: cases } = await loop.db.owner.pool.query('select case_id, conflict from case_conflict')
  await flood(loop, 'settled')
  assert.match(await page('/staff/conflicts'), /2 late/, 'what was decided pushes out nothing that waits')
  await flood(loop, 'open')
  const one = `/staff/conflicts/${cases[0].case_id}/${cases[0].conflict}`
  assert.match(await page(one), /Two people claim this phone/, 'a doubt that is not on the list can be decided')
})

test('USERS 4: whoever posts a buyer’s word again and again is heard, and fills neither case nor vault', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  await untilSeenIn(loop, imei)
  const documents = async () =>
    (await loop.db.owner.pool.query(`select count(*)::int as many from vault_record where class = 'document'`)).rows[0]
      .many
  const before = await documents()
  for (let times = 0; times < 8; times++) {
    const said = { imei, where: `A shop ${times}`, when: 'today', receipt: '', contact: 'a@example.org' }
    assert.match(await (await sendForm(loop, '/good-faith', said)).text(), /We have heard you/)
  }
  const { rows } = await loop.db.owner.pool.query(
    `select type, count(*)::int as many from event
      where type in ('reports.good-faith-claimed', 'reports.conflict-found') group by type order by type`,
  )
  assert.deepEqual(rows, [
    { type: 'reports.conflict-found', many: 1 },
    { type: 'reports.good-faith-claimed', many: 5 },
  ])
  assert.equal((await documents()) - before, 5)
})

/** 600 doubts of the same force that were found before everything else. */
async function flood(loop: Loop, what: 'open' | 'settled'): Promise<void> {
  await loop.db.owner.pool.query(
    `with made as (
       insert into theft_case (case_id, tenant, force, channel, method, means, level, safe_mode, imei_keys, conflicts, opened_at)
       select gen_random_uuid(), 'demo-met', 'demo-met', 'web', 'snatch', 'number', 0, false, '{}', '{}', now()
       from generate_series(1, 600) returning case_id)
     insert into case_conflict (case_id, conflict, found_at, settled_at)
     select case_id, 'recent-sale', now() - interval '2 days', case when $1 then now() end from made`,
    [what === 'settled'],
  )
}
