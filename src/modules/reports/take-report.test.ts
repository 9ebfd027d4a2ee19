import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, type NewEvent, readStream } from '#ledger'
import { given, stored } from '#ledger/testing'
import { accesses, giveAccess } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { theftCase } from './case.ts'
import { joinReport } from './commands/join-report.ts'
import { TheftReported } from './events/theft-reported.ts'
import { takeClaim } from './take-claim.ts'
import { type Report, type Taken, takeReport } from './take-report.ts'

const claim = (last: number, more: Partial<Report> = {}): Report => ({
  ...{ line: dramaLine(last), means: 'number', channel: 'web', method: 'snatch' },
  ...more,
})
const accepted = (taken: Taken) => {
  assert.ok(!('refused' in taken), JSON.stringify(taken))
  return taken
}
const minutes = (clock: { now: Date }, many: number) => {
  clock.now = new Date(clock.now.getTime() + many * 60_000)
}

test('B07: the same theft through four channels at once is one case, at the strongest proof', async (t) => {
  const { context, rows, owed } = await reportingDesk(t)
  const all = await Promise.all([
    takeReport(context, claim(123)),
    takeReport(context, claim(123, { means: 'panic-card', channel: 'panic-card' })),
    takeReport(context, claim(123, { means: 'trusted-person', channel: 'trusted-person' })),
    takeReport(context, claim(123, { means: 'police-handler', readBack: true, channel: 'assisted' })),
  ])
  const cases = new Set(all.map((one) => accepted(one).case))
  assert.equal(cases.size, 1)
  assert.equal(all.filter((one) => !accepted(one).joined).length, 1)
  const [theft = ''] = cases
  assert.deepEqual(await rows('select level from theft_case'), [{ level: 2 }])
  const kinds = new Set((await owed(theft)).map(({ kind }) => kind))
  for (const kind of ['lock-screen', 'hold-line-changes', 'suspend-line', 'record-crime'])
    assert.ok(kinds.has(kind), kind)
})

test('a number is one vault reference, and the first event names the force', async (t) => {
  const { context, events, rows } = await reportingDesk(t)
  const one = accepted(
    await takeReport(context, claim(124, { place: { text: 'Oxford Circus' }, description: 'black coat' })),
  )
  const again = accepted(await takeReport(context, claim(124)))
  assert.deepEqual([again.case, again.joined, again.line], [one.case, true, one.line])
  const [first] = await events(one.case)
  assert.equal(first?.data.force, 'force')
  assert.deepEqual(await rows(`select class from vault_record order by class`), [
    { class: 'free-text' },
    { class: 'number' },
    { class: 'place' },
  ])
})

test('USERS 4: whoever says beside their own card that they are afraid goes on hearing; other codes fall silent', async (t) => {
  const { context } = await reportingDesk(t)
  const { case: theft } = accepted(await takeReport(context, claim(130)))
  const own = await giveAccess(context, { case: theft })
  const other = await giveAccess(context, { case: theft, checked: true })
  assert.ok('access' in own && 'access' in other)
  const card = { means: 'panic-card', channel: 'panic-card', safeMode: true } as const
  accepted(await takeReport(context, claim(130, { ...card, access: { case: theft, access: own.access } })))
  const given = accesses.run(await readStream(queryable(context.db), `case/${theft}`))
  assert.deepEqual(
    [own, other].map(({ access }) => given.all.get(access)?.feared),
    [false, true],
  )
})

test('a claim that has lapsed does not stand in the way of a new report, and one day takes two of them', async (t) => {
  const { context, clock, events } = await reportingDesk(t)
  const first = accepted(await takeReport(context, claim(125)))
  minutes(clock, 59)
  assert.equal(accepted(await takeReport(context, claim(125))).case, first.case)
  minutes(clock, 1)
  const second = accepted(await takeReport(context, claim(125)))
  assert.notEqual(second.case, first.case)
  assert.equal(second.joined, false)
  minutes(clock, 61)
  const third = accepted(await takeReport(context, claim(125)))
  assert.deepEqual([third.case, third.joined], [second.case, true])
  assert.deepEqual(
    (await events(second.case)).map(({ type }) => type),
    ['reports.theft-reported', 'reports.report-joined'],
  )
  minutes(clock, 24 * 60)
  assert.equal(accepted(await takeReport(context, claim(125))).joined, false)
})

test('what is left of a case after its two claims is raised by proof, also when it has lapsed', async (t) => {
  const { context, clock, owed, rows } = await reportingDesk(t)
  accepted(await takeReport(context, claim(126)))
  minutes(clock, 61)
  const { case: theft } = accepted(await takeReport(context, claim(126)))
  minutes(clock, 61)
  accepted(await takeReport(context, claim(126)))
  const raised = accepted(
    await takeReport(context, claim(126, { means: 'police-handler', readBack: true, channel: 'assisted' })),
  )
  // The claim had lapsed, so the officer's report is a case of its own.
  assert.notEqual(raised.case, theft)
  assert.ok((await owed(raised.case)).some(({ kind }) => kind === 'suspend-line'))
  assert.equal((await rows('select 1 from theft_case')).length, 3)
})

test('malicious block: a thousand reports of one number stop no call, and do not make its case long', async (t) => {
  const { context, owed, rows } = await reportingDesk(t)
  const { case: theft } = accepted(await takeReport(context, claim(127)))
  for (let sent = 0; sent < 1000; sent += 100)
    await Promise.all(Array.from({ length: 100 }, () => takeReport(context, claim(127))))
  const calls = ['suspend-line', 'block-handset', 'freeze-account', 'step-up-account']
  const kinds = (await owed(theft)).map(({ kind }) => kind)
  assert.deepEqual(kinds, ['lock-screen', 'hold-line-changes'])
  assert.ok(!kinds.some((kind) => calls.includes(kind)))
  const [events] = await rows<{ many: number; cases: number }>(
    'select count(*)::int as many, count(distinct stream)::int as cases from event',
  )
  assert.equal(events?.cases, 1)
  assert.ok((events?.many ?? 99) <= 21, `${events?.many} events`)
})

test('malicious block: of ten thousand more bare reports a case takes twenty, and none of them raises what it may stop', () => {
  const { place: _, description: __, ...sample } = TheftReported.sample
  const events: NewEvent[] = [TheftReported.of({ ...sample, means: 'number' } as never)]
  const report = { case: sample.case, why: 'number', channel: 'web', means: 'number', bare: true } as const
  for (let n = 0; n < 10_000; n++) {
    const decision = given(joinReport, events as never).when({ ...report, report: crypto.randomUUID() as never })
    if (!isRefusal(decision)) events.push(...(decision as NewEvent[]))
  }
  assert.equal(events.length, 21)
  const { standing } = theftCase.run(
    events.map((event, n) => stored(event as never, n + 1, '2026-01-01T10:00:00.000Z')),
  )
  assert.equal(standing?.level, 0)
})

test('the same handset under another number is a case apart, and a person looks at both', async (t) => {
  const { context, events } = await reportingDesk(t)
  const shown = {
    means: 'officer-present',
    readBack: true,
    channel: 'assisted',
    imeis: ['490154203237518'],
  } as unknown as Report
  const one = accepted(await takeReport(context, { ...claim(128), ...shown, line: dramaLine(128) }))
  const two = accepted(await takeReport(context, { ...claim(129), ...shown, line: dramaLine(129) }))
  assert.notEqual(one.case, two.case)
  for (const { case: theft } of [one, two]) {
    const found = (await events(theft)).find(({ type }) => type === 'reports.conflict-found')
    assert.equal(found?.data.conflict, 'second-claimant')
  }
})

test('a report that says neither number nor handset is refused', async (t) => {
  const { context } = await reportingDesk(t)
  assert.deepEqual(await takeReport(context, { ...claim(1), line: undefined }), { refused: 'nothing-to-stop' })
})

test('USERS 4: who joins an open case with another case’s handset is in doubt, and nothing more is owed; the first is not', async (t) => {
  const { context, events, owed } = await reportingDesk(t)
  const imeis = ['490154203237518' as never]
  const first = accepted(
    await takeReport(context, claim(131, { means: 'police-handler', readBack: true, channel: 'assisted', imeis })),
  )
  const second = accepted(await takeReport(context, claim(132)))
  const before = (await owed(second.case)).length
  const shown = { means: 'officer-present', readBack: true, channel: 'assisted', imeis } as const
  assert.equal(accepted(await takeReport(context, claim(132, shown))).case, second.case)
  const conflicts = async (theft: string) =>
    (await events(theft)).flatMap(({ type, data }) => (type === 'reports.conflict-found' ? [data.conflict] : []))
  assert.deepEqual([await conflicts(second.case), await conflicts(first.case)], [['second-claimant'], []])
  const more = (await owed(second.case)).slice(before).map(({ kind }) => kind)
  assert.ok(!more.includes('block-handset') && !more.includes('suspend-line'), more.join())
  accepted(await takeReport(context, claim(131, { ...shown, means: 'purchase-document' })))
  assert.deepEqual(await conflicts(first.case), [])
})

test('USERS 4: what anybody sends keeps out nobody who has a card: twenty bare reports, and then the danger and the place', async (t) => {
  const { context, events } = await reportingDesk(t)
  const { case: theft } = accepted(await takeReport(context, claim(128)))
  for (let sent = 0; sent < 25; sent++) await takeReport(context, claim(128, { danger: true }))
  const card = { means: 'panic-card', channel: 'panic-card', danger: true, place: { text: 'Oxford Circus' } } as const
  accepted(await takeReport(context, claim(128, card)))
  for (let sent = 0; sent < 25; sent++) await takeReport(context, claim(128, { ...card, danger: false }))
  accepted(await takeReport(context, claim(128, { ...card, means: 'stop-word', channel: 'stop-word' })))
  const joined = (await events(theft)).filter(({ type }) => type === 'reports.report-joined')
  const [bare, shown] = [true, undefined].map((one) => joined.filter(({ data }) => data.bare === one))
  assert.deepEqual([bare?.length, shown?.length], [20, 20])
  assert.deepEqual(
    joined.flatMap(({ data }) => (data.danger ? [data.channel] : [])),
    ['panic-card'],
    'a bare number moves nobody',
  )
  const added = (await events(theft)).filter(({ type }) => type === 'reports.details-added')
  assert.equal(added.length, 27, 'where it was is kept however often it was told')
})

test('USERS 4: wrong names that somebody says for a number use up nothing of what its owner needs, nor of what who helps them does', async (t) => {
  const { context, clock } = await reportingDesk(t)
  const { case: theft } = accepted(await takeReport(context, claim(129)))
  const says = async (from: string, joined = false, where = theft) =>
    'claim' in
    (await takeClaim(context as never, where, { name: 'A Name', born: '1990-01-01' }, { by: { from }, joined }))
  const helped = async (helper: string) =>
    'claim' in (await takeClaim(context as never, theft, { name: 'A Name', born: '1990-01-01' }, { by: { helper } }))
  const thief = []
  for (let tries = 0; tries < 12; tries++) thief.push(await says('thief', tries >= 6))
  assert.deepEqual(
    thief.map((asked) => (asked ? 1 : 0)),
    [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0],
    'three for who reported first, three for who joins',
  )
  minutes(clock, 61)
  const { case: second } = accepted(await takeReport(context, claim(129)))
  assert.notEqual(second, theft)
  assert.equal(await says('thief', false, second), false, 'it is counted by number, not by case')
  assert.equal(await says('owner', true, second), true)
  // From many addresses the number’s own bound is reached; those who signed in are counted apart.
  let asked = 7
  for (let n = 0; n < 30; n++) if (await says(`bot ${n}`)) asked++
  assert.equal(asked, 20)
  assert.equal(await says('owner', true), false)
  assert.deepEqual([await helped('handler'), await helped('handler'), await helped('handler')], [true, true, true])
  assert.deepEqual([await helped('handler'), await helped('other')], [false, true])
  minutes(clock, 24 * 60)
  assert.equal(await says('thief', true, second), true)
})
