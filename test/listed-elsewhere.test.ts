import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { checkDigit } from '#lib/imei/imei'
import { importList, liftRule, setRule } from '#modules/blocklist/public'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

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

async function openCounters(t: TestContext) {
  const loop = await openLoop(t)
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
    appeal: (imei: string) =>
      words(sendForm(loop, '/refused', { imei, line: '07700 900111', since: '2024', contact: 'a@example.org' })),
  }
  return { loop, dealer, officer, ...counters, ...(await openRegister(t, loop)) }
}

test('B64: what networks refuse by another register’s list no check calls clear, an officer reads whose list it is, and no case hears of it', async (t) => {
  const { loop, take, dealer, officer, box, buyer, inHand, appeal, trade } = await openCounters(t)
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

  assert.match(await appeal(refused), /Somebody else’s list stops this phone.*Only other-register can take it off/)
  assert.match(await appeal(watched), /No report stands against this phone/, 'networks let it in')
  const { rows: heard } = await loop.db.owner.pool.query(
    `select type from event where type not in ('blocklist.list-imported') union all select answer::text from buyer_check
     where cases <> '{}' union all select class::text from vault_record`,
  )
  assert.deepEqual(heard, [], 'there is no case to tell, and of the appeal nothing is kept')

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
  assert.match(await appeal(refused), /demo-met asked for it to be stopped/)
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
