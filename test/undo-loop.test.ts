import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { showProof } from '#modules/reports/commands/show-proof'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const imeis = ['490154203237518']
const phones = ['490154203237518', '356938035643809', '352099001761481']

test('issue 3 item 10: a report taken back in the same second is undone at every operator, and nothing that it owed is missed', async (t) => {
  const slugs = ['demo-ee', 'demo-o2', 'demo-three']
  const loop = await openLoop(t, { simulators: [startOperators(...slugs)] })
  const database = openDatabase(loop.db.serverUrl, { pipeline: true, max: 2 })
  t.after(() => database.close())
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  const meta = { actor: 'public', tenant: 'demo-public', cause: 'test' }
  const report = { case: theft, channel: 'web', means: 'trusted-person', imeis, method: 'snatch' } as const
  const reported = await ledger.execute(reportTheft, { ...report, parties: { ...nobody, operators: slugs } }, meta)
  const taken = await ledger.execute(withdrawReport, { case: theft, why: 'found', means: 'trusted-person' }, meta)
  assert.ok(reported.ok && taken.ok)

  const { rows } = await loop.until('no operator holds the block', async () => {
    const found = await loop.db.owner.pool.query(
      `select a.partner, a.kind, a.state from action a where a.stream = $1 order by a.partner, a.position`,
      [`case/${theft}`],
    )
    const settled = found.rows.every(({ state }) => ['acknowledged', 'cancelled'].includes(state))
    return found.rowCount === 2 * slugs.length && settled && found
  })
  for (const slug of slugs) {
    const mine = rows.filter(({ partner }) => partner === slug)
    assert.deepEqual(
      mine.map(({ kind }) => kind),
      ['block-handset', 'unblock-handset'],
    )
    assert.equal(new Set(mine.map(({ state }) => state)).size, 1, 'both answered, or both ended before they were sent')
  }
  await ledger.settled()
})

test('USERS 4: a report that has a crime reference is taken back by each route that knows who the owner is, in under a minute', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-o2'), startForces] })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const counter = await loop.staff('demo-ee', 'operator', 'block-handset')
  const post = (path: string, body: object, by: string) =>
    fetch(loop.origin + path, {
      method: 'POST',
      headers: { cookie: by, origin: loop.config.publicUrl, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const numbers = ['07700 900120', '07700 900121', '07700 900122'] as const
  for (const [n, line] of numbers.entries()) {
    const said = {
      line,
      lineAgain: line,
      method: 'snatch',
      vouched: 'police-handler',
      place: '',
      imeis: phones[n] ?? '',
    }
    const sent = await sendForm(loop, '/staff/report', said, { cookie })
    assert.equal(sent.status, 200, wordsOf(await sent.text()))
  }
  await loop.until('each has its crime reference, and is stopped', async () => {
    const [{ proved }] = await rows('select count(*)::int as proved from theft_case where level = 4')
    const [{ held }] = await rows(
      `select count(*)::int as held from action where kind = 'block-handset' and state = 'acknowledged'`,
    )
    return proved === 3 && held === 6
  })
  const cases = (await rows('select case_id from theft_case order by opened_at')).map(({ case_id }) => String(case_id))
  const began = performance.now()
  assert.equal((await post('/api/withdrawals', { line: numbers[0], why: 'found' }, counter.cookie)).status, 201)
  assert.equal((await post(`/api/cases/${cases[1]}/withdrawals`, { why: 'found' }, cookie)).status, 201)
  const empty = wordsOf(await (await sendForm(loop, '/staff/undo', {}, { cookie })).text())
  for (const missing of [/Type the number of the case/, /Choose why/, /then tick this/]) assert.match(empty, missing)
  const unknown = { theft: 'ffffffff', why: 'found', checked: 'yes' }
  assert.match(
    wordsOf(await (await sendForm(loop, '/staff/undo', unknown, { cookie })).text()),
    /There is no such case/,
  )
  const pressed = await sendForm(
    loop,
    '/staff/undo',
    { theft: ` ${cases[2]?.slice(0, 8).toUpperCase()}`, why: 'found', checked: 'yes' }, // as our pages show it
    { cookie },
  )
  assert.equal(pressed.status, 303, wordsOf(await pressed.text()))
  await loop.until('nothing holds any more', async () => {
    const [{ left }] = await rows(
      `select count(*)::int as left from action a where kind in ('block-handset', 'suspend-line', 'hold-line-changes')
        and state <> 'cancelled' and not exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled'))`,
    )
    return left === 0
  })
  t.diagnostic(
    `Three reports at level 4 undone by counter, force and button: ${Math.round(performance.now() - began)} ms`,
  )
})

test('a stranger’s phone whose number was mistyped is let in again at every operator once the case names the right one', async (t) => {
  const slugs = ['demo-ee', 'demo-o2']
  const loop = await openLoop(t, { simulators: [startOperators(...slugs)] })
  const database = openDatabase(loop.db.serverUrl, { pipeline: true, max: 2 })
  t.after(() => database.close())
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  const meta = { actor: 'public', tenant: 'demo-public', cause: 'test' }
  const parties = { ...nobody, operators: slugs }
  const report = { case: theft, channel: 'web', means: 'panic-card', imeis, method: 'snatch', parties } as const
  assert.ok((await ledger.execute(reportTheft, report, meta)).ok)
  const proof = { case: theft, means: 'police-handler', parties } as const
  assert.ok((await ledger.execute(showProof, { ...proof, imeis: ['356938035643809'] }, meta)).ok)

  type Row = {
    id: string
    stream: string
    partner: string
    kind: string
    state: string
    keys: string[]
    cancels: string
  }
  const rows = await loop.until('every operator has answered', async () => {
    const found = await loop.db.owner.pool.query<Row>(
      `select id, stream, partner, kind, state, input -> 'imeiKeys' as keys, cancels from action order by partner, position`,
    )
    const settled = found.rows.every(({ state }) => ['acknowledged', 'cancelled'].includes(state))
    return found.rowCount === 3 * slugs.length && settled && found.rows
  })
  for (const slug of slugs) {
    const [first, second, undo] = rows.filter(({ partner }) => partner === slug)
    const [wrong, right] = [['49015420323751'], ['35693803564380']]
    assert.deepEqual([first?.kind, first?.keys], ['block-handset', wrong])
    assert.deepEqual([second?.kind, second?.keys, second?.state], ['block-handset', right, 'acknowledged'])
    assert.deepEqual([undo?.kind, undo?.keys, undo?.cancels], ['unblock-handset', wrong, first?.id])
    assert.equal(undo?.state, first?.state, 'both answered, or both ended before they were sent')
    assert.equal(undo?.stream, `let-go/${theft}`, 'not on the case: the victim’s own phone stays stopped')
  }
  const listed = await loop.until('the list follows', async () => {
    const { rows } = await loop.db.owner.pool.query<{ imei_key: string }>('select imei_key from listing')
    return rows[0]?.imei_key === '35693803564380' && rows
  })
  assert.equal(listed.length, 1)
  await ledger.settled()
})
