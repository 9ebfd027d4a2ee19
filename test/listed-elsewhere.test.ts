import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { checkDigit } from '#lib/imei/imei'
import { importList, liftRule, listAppealsOverdue, setRule } from '#modules/blocklist/public'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import startNotify from '../simulators/notify.ts'
import { letFail, sentBy } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openMachine } from './support/feed-node.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { operatorWithLines } from './support/operator-with-lines.ts'

const imeiOf = (key: string) => key + checkDigit(key)
const [refused, watched, unlisted] = ['35921407000001', '35921407000002', '35921407000003'].map(imeiOf) as [
  string,
  string,
  string,
]
const keyOf = (imei: string) => imei.slice(0, 14)

/** A list that another register keeps, and rules, as the command line takes and sets them. */
async function openRegister(t: TestContext, loop: Loop) {
  const database = openDatabase(loop.db.serverUrl, { max: 2, pipeline: true })
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const meta = { actor: 'system:rule', tenant: 'demo-met', cause: 'test' }
  const by = 'demo-met'
  const said = { channel: 'web', method: 'snatch', parties: nobody } as const
  const ok = async (outcome: Promise<{ ok: boolean }>) => assert.ok((await outcome).ok)
  return {
    take: async (rows: readonly string[]) => {
      const text = ['imei,reporting_date,status,change_type', ...rows].join('\n')
      const open = async () => Readable.from([Buffer.from(text)])
      await importList(database.pool, ledger, { open, source: 'other-register', layout: 'dirbs' })
    },
    /** Somebody says that this phone was taken, and shows nothing. */
    claim: (imei: string) =>
      ok(ledger.execute(reportTheft, { ...said, case: randomUUID(), means: 'number', imeis: [imei] }, meta)),
    set: (about: string, status: 'blocked' | 'tracked') =>
      ok(ledger.execute(setRule, { about, status, by, why: 'stolen-consignment' }, meta)),
    lift: (about: string) => ok(ledger.execute(liftRule, { about, by }, meta)),
  }
}

async function openCounters(t: TestContext, simulators: Parameters<typeof openLoop>[1] = {}) {
  const loop = await openLoop(t, simulators)
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-shop', 'dealer')
  const dealer = await loop.staff('demo-shop', 'dealer', 'check-before-buying')
  const officer = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const post = async (cookie: string, path: string, body: object) => {
    const answer = await fetch(loop.origin + path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify(body),
    })
    assert.equal(answer.status, 200, await answer.clone().text())
    return answer.json()
  }
  type Batch = { answers: { status: string; restrictions?: object[] }[] }
  const words = async (answer: Promise<Response>) =>
    (await (await answer).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  const counters = {
    trade: async (imei: string) => {
      const { status, answer } = (await post(dealer.cookie, '/api/imei-checks', { imei })) as Record<string, string>
      return [status, answer]
    },
    box: (cookie: string, imeis: readonly string[]) =>
      post(cookie, '/api/imei-checks/batch', { imeis }) as Promise<Batch>,
    buyer: (imei: string) => words(sendForm(loop, '/check', { imei })),
    inHand: (screen: string) =>
      words(sendForm(loop, '/staff/handset', { screen, label: '', outcome: '' }, { cookie: officer.cookie })),
    appeal: (imei: string, line = '07700 900111') =>
      words(sendForm(loop, '/refused', { imei, line, since: '2024, from a shop', contact: 'a@example.org' })),
    purchase: (imei: string) =>
      words(
        sendForm(
          loop,
          '/dealer/purchase',
          { imei, document: 'passport', lastFour: '12AB', validUntil: '' },
          { cookie: dealer.cookie },
        ),
      ),
    sale: (imei: string) => {
      const buyer = { name: 'A Name', line: '07700 900112', email: 'a@example.org', card: 'no' }
      return words(sendForm(loop, '/dealer/sale', { imei, sort: 'new', ...buyer }, { cookie: dealer.cookie }))
    },
    register: async (imei: string) => {
      const answer = await fetch(`${loop.origin}/api/handsets`, {
        method: 'POST',
        headers: { cookie: dealer.cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
        body: JSON.stringify({ imeis: [imei], channel: 'point-of-sale', owner: { name: 'A Name', contact: '1234' } }),
      })
      const { code } = (await answer.json()) as { code?: string }
      return [answer.status, code]
    },
    /** As staff: a page in words, or a file as it is. */
    read: async (cookie: string, path: string) => {
      const answer = await fetch(loop.origin + path, { headers: { cookie } })
      assert.equal(answer.status, 200, path)
      const text = await answer.text()
      return path.endsWith('.csv') ? text : text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
    },
  }
  return { loop, dealer, officer, ...counters, ...(await openRegister(t, loop)) }
}

test('B64: what networks refuse by another register’s list no check calls clear, an officer reads whose list it is, and no case hears of it', async (t) => {
  const { loop, take, dealer, officer, box, buyer, inHand, appeal, trade, purchase, sale, register } =
    await openCounters(t)
  assert.deepEqual(await trade(refused), ['unknown', 'buy'])
  await take([`${refused},,,add`, `${watched},,pending,add`])
  await loop.until('it is refused', async () => (await trade(refused))[1] === 'do-not-buy')
  assert.deepEqual(await Promise.all([refused, watched, unlisted].map(trade)), [
    ['stolen', 'do-not-buy'],
    ['wait', 'wait'],
    ['unknown', 'buy'],
  ])
  assert.match(await buyer(refused), /Do not buy this phone.*networks refuse it/)
  assert.match(await buyer(watched), /Wait before you buy/)
  assert.match(await buyer(unlisted), /No theft has been reported/)

  const all = [refused, watched, unlisted]
  const told = (await box(officer.cookie, all)).answers
  const { rows } = await loop.db.owner.pool.query('select min(at) as since from listing')
  const said = { from: 'list', by: 'other-register', since: rows[0].since }
  assert.deepEqual(
    told.map(({ status, restrictions }) => [status, restrictions]),
    [
      ['stolen', [{ status: 'blocked', ...said }]],
      ['wait', [{ status: 'tracked', ...said }]],
      ['unknown', undefined],
    ],
  )
  const traded = (await box(dealer.cookie, all)).answers
  assert.deepEqual(
    traded.map(({ status, restrictions }) => [status, restrictions]),
    [
      ['stolen', undefined],
      ['wait', undefined],
      ['unknown', undefined],
    ],
    'a dealer is told what to do, not why',
  )
  const read = await inHand(refused)
  assert.match(
    read,
    /Networks refuse this phone.*refused by networks.*on the list that other-register keeps.*no ground to stop/,
  )
  assert.match(await inHand(watched), /Networks watch for this phone/)

  assert.match(await appeal(watched), /No report stands against this phone/, 'networks let it in')
  assert.match(await purchase(refused), /do not buy this phone/, 'B71: nor is it registered to the shop')
  assert.match(await purchase(watched), /Do not buy this phone today/)
  assert.match(await sale(refused), /Networks refuse this phone\. Do not sell it/)
  assert.deepEqual(await register(refused), [409, 'networks-refuse'])
  const { rows: heard } = await loop.db.owner.pool.query(
    `select type from event where type not in ('blocklist.list-imported') union all select answer::text from buyer_check
     where cases <> '{}' union all select class::text from vault_record`,
  )
  assert.deepEqual(
    heard,
    [],
    'there is no case to tell, no phone in the register, and of who is let in nothing is kept',
  )
  assert.match(await purchase(unlisted), /registered to your shop/)
  assert.match(await sale(unlisted), /The phone is the buyer/)

  await take([`${refused},,,remove`])
  await loop.until('it is let in', async () => (await trade(refused))[1] === 'buy')
  assert.match(await appeal(refused), /No report stands against this phone/)
})

test('a rule on a model or a range is told at checks as networks follow it: what is said of the handset itself goes before it', async (t) => {
  const { loop, take, set, lift, dealer, officer, box, inHand, appeal } = await openCounters(t)
  const statuses = async () =>
    (await box(dealer.cookie, [refused, watched, unlisted])).answers.map(({ status }) => status)
  const until = (wanted: readonly string[]) =>
    loop.until(wanted.join(), async () => `${await statuses()}` === `${wanted}`)
  await set('tac/35921407', 'tracked')
  await until(['wait', 'wait', 'wait'])
  await set(`range/${keyOf(refused)}-${keyOf(watched)}`, 'blocked')
  await until(['stolen', 'stolen', 'wait'])
  await take([`${watched},,pending,add`])
  await until(['stolen', 'wait', 'wait'])
  const [first, second] = (await box(officer.cookie, [refused, watched])).answers
  assert.partialDeepStrictEqual(first?.restrictions, [
    { status: 'blocked', from: 'rule', by: 'demo-met', why: 'stolen-consignment' },
    { status: 'tracked', from: 'rule', by: 'demo-met', why: 'stolen-consignment' },
  ])
  assert.partialDeepStrictEqual(second?.restrictions, [{ status: 'tracked', from: 'list', by: 'other-register' }])
  assert.equal(second?.restrictions?.length, 1)
  assert.match(await inHand(refused), /Networks refuse this phone.*demo-met decided it .*a delivery of them was stolen/)
  assert.match(await appeal(refused), /it is demo-met who asked for it to be stopped/)
  const { rows } = await loop.db.owner.pool.query(`select data ->> 'owner' as owner from event where type = $1`, [
    'blocklist.list-appeal-made',
  ])
  assert.deepEqual(rows, [{ owner: 'demo-met' }], 'whoever decided the rule decides about it')
  await lift('tac/35921407')
  await lift(`range/${keyOf(refused)}-${keyOf(watched)}`)
  await until(['unknown', 'wait', 'unknown'])
})

test('a case hears of a check by what it says itself: a bare claim on a phone that another list refuses hears nothing', async (t) => {
  const { loop, take, claim, buyer, trade } = await openCounters(t)
  await claim(refused)
  await take([`${refused},,,add`])
  await loop.until('it is refused', async () => (await trade(refused))[1] === 'do-not-buy')
  assert.match(await buyer(refused), /Do not buy this phone/)
  const { rows } = await loop.db.owner.pool.query(
    `select type from event where type in ('sightings.handset-seen', 'register.warning-shown')
     union all select answer::text from buyer_check where cases <> '{}'`,
  )
  assert.deepEqual(rows, [])
})

test('B33: whose phone only another register’s list refuses is heard; a person decides by the hour, the SIM is let in and no other, and it can be taken back', async (t) => {
  const ee = operatorWithLines('demo-ee')
  const { loop, take, appeal, trade, read } = await openCounters(t, { simulators: [ee.start, startNotify] })
  await take([`${refused},,,add`])
  await loop.until('it is refused', async () => (await trade(refused))[1] === 'do-not-buy')
  assert.match(await appeal(refused), /We have heard you.*it is other-register who asked.*Your code/)

  const { cookie } = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const row = await loop.until('a person is asked', async () => {
    const { rows } = await loop.db.owner.pool.query('select appeal, owner from list_appeal')
    return rows[0]
  })
  assert.equal(row.owner, 'demo-public')
  assert.doesNotMatch(await appeal(refused), /Your code/, 'of one line one waits')
  assert.match(await read(cookie, '/staff/conflicts'), /other-register stops it.*Look by/)
  const address = `/staff/list-appeals/${row.appeal}`
  await loop.until('it waits at the desk', async () =>
    /No case Somebody’s phone is refused/.test(await read(cookie, '/staff/cases')),
  )
  assert.match(await read(cookie, address), /on the list that other-register keeps.*2024, from a shop/)
  const other = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const notTheirs = await fetch(loop.origin + address, { headers: { cookie: other.cookie } })
  assert.equal(notTheirs.status, 404)

  const machine = await openMachine(loop, 'demo-ee')
  const exceptions = async () => (await machine.get('/api/blocklist/exceptions?after=0')).text()
  const decide = async (granted: string, reason: string) =>
    assert.equal((await sendForm(loop, address, { granted, reason }, { cookie })).status, 303)
  await decide('yes', 'keeper-says')
  await loop.until('it waits no more', async () => /Nothing waits/.test(await read(cookie, '/staff/cases')))
  const about = new RegExp(`"about":"sim/${keyOf(refused)}/[^"]+","says":"permitted"`)
  await loop.until('the SIM is let in', async () => about.test(await exceptions()))
  assert.deepEqual(await trade(refused), ['stolen', 'do-not-buy'], 'a pairing is about a SIM and changes no check')
  const told = (words: RegExp) =>
    loop.until('whoever appealed is told', async () =>
      (await sentBy(loop)).find((one) => one.to === 'a@example.org' && words.test(one.text)),
    )
  await told(/let your phone work with your SIM again/)
  const { rows: streams } = await loop.db.owner.pool.query(
    `select data::text as data from event where stream = $1 and data::text like $2`,
    [`appeal/${row.appeal}`, `%${keyOf(refused)}%`],
  )
  assert.deepEqual(streams, [], 'no IMEI stands in the stream of an appeal')

  await decide('no', 'new-fact')
  const takenBack = new RegExp(`"about":"sim/${keyOf(refused)}/[^"]+","says":""`)
  await loop.until('it is taken back', async () => takenBack.test(await exceptions()))
  await told(/The phone stays stopped/)
  assert.match(await read(cookie, '/staff/conflicts'), /It stays refused.*A new fact/)

  // An answer that does not reach them waits for the person who decided, though no case stands behind it.
  await letFail(loop, 'a@example.org')
  await decide('yes', 'new-fact')
  await loop.until('it waits again', async () =>
    /No case Somebody’s phone is refused/.test(await read(cookie, '/staff/cases')),
  )
  assert.match(await read(cookie, address), /Our answer did not reach them.*Reach them at a@example\.org/)
  const handled = await sendForm(loop, `${address}/message`, { how: 'reached' }, { cookie })
  assert.equal(handled.status, 303)
  await loop.until('somebody has', async () => /Nothing waits/.test(await read(cookie, '/staff/cases')))
})

test('USERS 4: of one phone on another list five appeals wait, a sixth is told so and nothing of it is kept; late after an hour', async (t) => {
  const { loop, take, appeal, trade } = await openCounters(t)
  await take([`${refused},,,add`])
  await loop.until('it is refused', async () => (await trade(refused))[1] === 'do-not-buy')
  const count = async (sql: string) => (await loop.db.owner.pool.query(sql)).rowCount
  for (const last of [1, 2, 3, 4, 5]) assert.match(await appeal(refused, `07700 90011${last}`), /We have heard you/)
  await loop.until('five wait', async () => (await count('select from list_appeal')) === 5)
  const kept = await count('select from vault_record')
  assert.match(await appeal(refused, '07700 900116'), /Others asked about this phone first/)
  assert.equal(await count('select from vault_record'), kept)
  await loop.db.owner.pool.query(`update list_appeal set made_at = made_at - interval '61 minutes'`)
  const now = new Date()
  assert.equal(await listAppealsOverdue(loop.db.owner.kysely as never, 'demo-public', now), 5)
  assert.equal(await listAppealsOverdue(loop.db.owner.kysely as never, 'demo-met', now), 0)
})

test('B81 B63: a scanned tray says of each phone that another register’s list or a rule stops it, on the page, in the CSV and in the reply', async (t) => {
  const { loop, take, set, trade, read } = await openCounters(t)
  await take([`${refused},,,add`])
  await set(`range/${keyOf(watched)}-${keyOf(unlisted)}`, 'tracked')
  await loop.until('both are known', async () => {
    return (await trade(refused))[1] === 'do-not-buy' && (await trade(watched))[1] === 'wait'
  })
  const { cookie } = await loop.staff('demo-met', 'exhibits-officer', 'return-property')
  const lines = [refused, watched, '356938035643809'].map((imei, at) => `${imei} AB/${at + 1}`)
  const response = await fetch(`${loop.origin}/api/trays`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ lines }),
  })
  const { tray, rows } = (await response.json()) as { tray: string; rows: { networks: string | null }[] }
  const onList = 'Networks refuse it: it is on the list that other-register keeps.'
  const byRule = 'Networks watch for it: demo-met decided so for all phones with such numbers.'
  assert.deepEqual(
    rows.map(({ networks }) => networks),
    [onList, byRule, null],
  )
  const page = await read(cookie, `/staff/tray/${tray}`)
  assert.ok(page.includes(onList) && page.includes(byRule), page)
  const csv = (await read(cookie, `/staff/tray/${tray}/rows.csv`)).split('\r\n')
  assert.match(csv[0] ?? '', /,networks$/)
  assert.ok(csv[1]?.endsWith(`,"${onList}"`) && csv[3]?.endsWith(',""'))

  const { cookie: officer } = await loop.staff('demo-met', 'response-officer', 'investigate-crime')
  const seizure = { numbers: refused, exhibit: randomUUID(), reference: 'AB/9', power: 'pace-s19', camera: '' }
  assert.equal((await sendForm(loop, '/staff/seize', seizure, { cookie: officer })).status, 200)
  const exhibit = () => read(officer, `/staff/exhibit/${seizure.exhibit}`)
  const seen = await loop.until('it is an exhibit', async () => exhibit().catch(() => undefined))
  assert.ok(seen.includes(onList), seen)
})
