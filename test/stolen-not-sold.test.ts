import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { eventsOf, given } from '#ledger/testing'
import { mayRelease, means } from '#lib/proof'
import { enrolHandset } from '#modules/register/commands/enrol-handset'
import { registerHandset } from '#modules/register/commands/register-handset'
import { EnrolmentBegun } from '#modules/register/events/enrolment-begun'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { undoStops } from '#modules/reports/commands/undo-stops'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'

const handset = '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11'
const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const imeis = ['490154203237518']
const ref = (letter: string) => `v_${letter.repeat(21)}A`
const seller = { document: 'passport' as const, lastFour: ref('S') }
const meta = { actor: 'partner:shop', tenant: 'shop', cause: 'test' }
const report = { case: theft, channel: 'web' as const, imeis, method: 'snatch' as const, parties: nobody }

async function register(t: Parameters<typeof testDatabase>[0]) {
  const { serverUrl } = await testDatabase(t)
  const database = openDatabase(serverUrl, { pipeline: true, max: 4 })
  t.after(() => database.close())
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  const sell = (owner: string, more: object = { seller }) =>
    ledger.execute(registerHandset, { handset, imeis, channel: 'resale', owner: ref(owner), ...more }, meta)
  return { database, ledger, sell }
}

test('B71: a handset that is reported stolen or held gets no new owner, and after the withdrawal it does', async (t) => {
  const { ledger, sell } = await register(t)
  assert.equal((await sell('A')).ok, true)
  assert.equal((await ledger.execute(reportTheft, { ...report, means: 'trusted-person' }, meta)).ok, true)
  assert.deepEqual(await sell('B'), { ok: false, refused: 'reported-stolen' })
  const other = { handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c12' }
  assert.equal((await sell('B', { ...other, seller })).ok, false, 'nor under another handset')
  const withdrawal = { case: theft, why: 'found' as const, means: 'trusted-person' as const }
  assert.equal((await ledger.execute(withdrawReport, withdrawal, meta)).ok, true)
  assert.equal((await sell('B')).ok, true)
  await ledger.settled()
})

test('B71: of a report and a sale at the same moment the sale was first, or it is refused; never both unseen', async (t) => {
  const { database, ledger, sell } = await register(t)
  assert.equal((await sell('A')).ok, true)
  const [sold, reported] = await Promise.all([
    sell('B'),
    ledger.execute(reportTheft, { ...report, means: 'panic-card' }, meta),
  ])
  assert.equal(reported.ok, true)
  const { rows } = await database.pool.query(
    `select stream from event where type <> 'register.seller-checked' order by id`,
  )
  if (sold.ok) assert.equal(rows.length, 3)
  else assert.equal(sold.refused, 'reported-stolen')
  assert.deepEqual(await sell('C'), { ok: false, refused: 'reported-stolen' })
  await ledger.settled()
})

test('B71: no sequence of sales and reports gives a handset that is held or stolen a new owner', async (t) => {
  const { database, ledger, sell } = await register(t)
  const steps = fc.array(fc.constantFrom('sell', 'report', 'withdraw'), { maxLength: 8 })
  let owner = 0
  let open: string | undefined
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      for (const step of sequence) {
        if (step === 'sell') {
          const sold = await sell(String.fromCharCode(65 + (owner++ % 26)))
          if (open) assert.equal(sold.ok, false)
        } else if (step === 'report' && !open) {
          open = crypto.randomUUID()
          await ledger.execute(reportTheft, { ...report, case: open, means: 'police-handler' }, meta)
        } else if (step === 'withdraw' && open) {
          await ledger.execute(withdrawReport, { case: open, why: 'mistake', means: 'police-handler' }, meta)
          open = undefined
        }
      }
    }),
    { numRuns: 8 },
  )
  await ledger.settled()
  const { rowCount } = await database.pool.query('select from reported_stolen')
  assert.equal(rowCount, 0)
})

test('a shop sells on what it has bought without checking itself; nobody else passes by that', () => {
  const bought = eventsOf(
    given(registerHandset, []).when({ handset, imeis, channel: 'resale', owner: ref('S'), seller }),
  )
  const sale = { handset, imeis, channel: 'point-of-sale' as const, owner: ref('B') }
  assert.equal(eventsOf(given(registerHandset, bought).when({ ...sale, shop: ref('S') })).length, 1)
  assert.deepEqual(given(registerHandset, bought).when({ ...sale, shop: ref('T') }), { refused: 'seller-not-verified' })
  const expired = { ...sale, seller: { ...seller, validUntil: '2025-12-31' } }
  assert.deepEqual(given(registerHandset, bought).when(expired), { refused: 'document-expired' })
})

test('B60: only the number that was sent the code is enrolled, once, and not after twenty minutes', () => {
  const asked = [
    EnrolmentBegun.of({
      handset: handset as never,
      line: ref('L') as never,
      asked: ref('Q') as never,
      until: '2026-01-01T12:20:00.000Z',
    }),
  ]
  const input = {
    ...{
      handset,
      line: ref('L'),
      owner: ref('O'),
      imeis: [],
      banks: [],
      contacts: [ref('C')],
      trusted: [],
      knownAs: [],
    },
    ...{ mayLocate: false, secrets: [{ kind: 'panic-card' as const, secret: ref('P') }], messages: [] },
  }
  const enrolled = eventsOf(given(enrolHandset, asked).when(input))
  assert.deepEqual(
    enrolled.map(({ type }) => type),
    ['register.handset-enrolled', 'register.stop-secret-given'],
  )
  const refused = { refused: 'number-not-proved' }
  assert.deepEqual(given(enrolHandset, []).when(input), refused)
  assert.deepEqual(given(enrolHandset, asked).when({ ...input, line: ref('M') }), refused)
  assert.deepEqual(given(enrolHandset, [...asked, ...enrolled] as never).when(input), refused)
  assert.deepEqual(given(enrolHandset, asked).when(input, '2026-01-01T12:20:00.000Z'), refused)
})

test('MISSION 1: whatever was shown to stop a phone, what is stop-only takes nothing back, and undoes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...means), fc.constantFrom(...means), (shown, taken) => {
      const history = eventsOf(given(reportTheft, []).when({ ...report, means: shown })) as never[]
      const decision = given(withdrawReport, history).when({ case: theft, why: 'found', means: taken })
      if (!mayRelease(taken)) assert.deepEqual(decision, { refused: 'proof-too-weak' })
      assert.deepEqual(given(undoStops, history).when({ case: theft, stops: [] }), { refused: 'case-open' })
    }),
  )
})

test('USERS 4: an enrolment proves an IMEI only when a shop sold it to this very owner', () => {
  const all = ['490154203237518', '356938035643809', '352099001761481']
  const some = fc.subarray(all)
  fc.assert(
    fc.property(
      some,
      fc.option(some),
      fc.constantFrom('A', 'B'),
      fc.constantFrom('point-of-sale', 'owner'),
      (...is) => {
        const [typed, sold, buyer, channel] = is
        const sale = { handset, channel: channel as 'owner', owner: ref(buyer), reviewBy: '2032-01-01T00:00:00.000Z' }
        const begun = { handset, line: ref('L'), asked: ref('Q'), until: '2026-01-01T12:20:00.000Z' }
        const history = [
          ...(sold && sold.length > 0 ? [HandsetRegistered.of({ ...sale, imeis: sold } as never)] : []),
          EnrolmentBegun.of(begun as never),
        ]
        const decision = given(enrolHandset, history as never).when({
          ...{ handset, line: ref('L'), owner: ref('O'), knownAs: [ref('A')], imeis: typed, banks: [], contacts: [] },
          ...{ trusted: [], mayLocate: false, secrets: [], messages: [] },
        })
        const [enrolled] = eventsOf(decision)
        const theirs = buyer === 'A' && channel === 'point-of-sale' ? (sold ?? []) : []
        assert.deepEqual(
          (enrolled?.data as { imeisProved: string[] } | undefined)?.imeisProved,
          typed.filter((imei) => theirs.includes(imei)),
        )
      },
    ),
  )
})
