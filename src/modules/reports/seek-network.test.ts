import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { layOutOwed } from '#ledger'
import { stored } from '#ledger/testing'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionLapsed } from '#partners/events/action-lapsed'
import { ActionRefused } from '#partners/events/action-refused'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { NoNetworkFound } from './events/no-network-found.ts'
import { ProofShown } from './events/proof-shown.ts'
import { ReportContested } from './events/report-contested.ts'
import { askOthers } from './jobs/ask-others.ts'
import seekNetwork from './reactions/seek-network.ts'
import { takeClaim } from './take-claim.ts'
import { takeContest } from './take-contest.ts'
import { takeReport } from './take-report.ts'

test('USERS 4, not me: a contest waits without alarm until a network has said whose line it is, and is asked there once', async (t) => {
  const { context, db, rows } = await reportingDesk(t)
  const line = dramaLine(151)
  const taken = await takeReport(context, { line, means: 'number', channel: 'web', method: 'snatch' })
  assert.ok('case' in taken)
  const stream = `case/${taken.case}`
  await takeContest(context as never, line, { name: 'Somebody Else' })
  const [made] = await rows<{ data: ReturnType<typeof ReportContested.decode> }>(
    'select data from event where type = $1',
    [ReportContested.type],
  )
  assert.ok(made)
  const contested = stored(ReportContested.of(made.data), 1, context.now().toISOString())
  const asked = () =>
    rows(`select data ->> 'network' as network, owes -> 0 -> 'partners' as partners from event where type = $1`, [
      'reports.contest-asked',
    ])

  await layOutOwed(db.owner.pool)
  await seekNetwork.react(contested, context as never)
  assert.deepEqual(await asked(), [], 'its network is away: nobody is told a name, and no person is called')

  const [hold] = await rows<{ id: string; partner: string; kind: string }>(
    `update action set state = 'acknowledged' where stream = $1 and kind = 'hold-line-changes' returning id, partner, kind`,
    [stream],
  )
  assert.ok(hold)
  const { id: action, partner, kind } = hold
  const about = { action, partner, kind, owedBy: stream }
  const yes = ActionAcknowledged.of({ ...about, at: context.now().toISOString(), kid: 'key-1' })
  for (let n = 0; n < 2; n++) await seekNetwork.react(stored(yes, 1), context as never)
  await seekNetwork.react(contested, context as never)
  assert.deepEqual(await asked(), [{ network: 'north', partners: ['north'] }])
})

/** A case whose number is of north's range, the holds that it owes, and what networks say to them. */
async function searching(t: TestContext, last: number) {
  const desk = await reportingDesk(t, new Date().toISOString()) // the database writes down when a fact was recorded
  const { context, db, rows } = desk
  const report = { line: dramaLine(last), channel: 'web', method: 'snatch' } as const
  const taken = await takeReport(context, { ...report, means: 'number' })
  assert.ok('case' in taken)
  const stream = `case/${taken.case}`
  const say = async (network: string, how: 'refused' | 'lapsed' | 'acknowledged') => {
    await layOutOwed(db.owner.pool)
    const [hold] = await rows<{ id: string }>(
      `update action set state = $3, last_error = case when $3 = 'refused' then 'unknown-line' end where id = (
        select id from action where stream = $1 and partner = $2 and kind = 'hold-line-changes' order by position desc limit 1
      ) returning id`,
      [stream, network, how],
    )
    assert.ok(hold, network)
    const about = { action: hold.id, partner: network, kind: 'hold-line-changes', owedBy: stream }
    const at = context.now().toISOString()
    const said = {
      refused: () => stored(ActionRefused.of({ ...about, at, code: 'unknown-line' } as never), 1),
      lapsed: () => stored(ActionLapsed.of({ ...about } as never), 1),
      acknowledged: () => stored(ActionAcknowledged.of({ ...about, at, kid: 'key-1' }), 1),
    }[how]()
    await seekNetwork.react(said, context as never)
  }
  const holds = async () =>
    (
      await rows<{ owes: { kind: string; partners: string[] }[] | null }>(
        'select owes from event where stream = $1 order by version',
        [stream],
      )
    ).flatMap(({ owes }) =>
      (owes ?? []).filter(({ kind }) => kind === 'hold-line-changes').map(({ partners }) => partners),
    )
  const named = async () =>
    (await rows(`select from event where stream = $1 and owes @> '[{"kind":"match-identity"}]'`, [stream])).length
  const nobody = async () =>
    (await rows('select from event where stream = $1 and type = $2', [stream, NoNetworkFound.type])).length
  return { ...desk, stream, report, theft: taken.case, say, holds, named, nobody }
}

test('ADR 0034: while the network of the range is silent the others are asked after twenty seconds, by the number alone; a late no of it is the last one', async (t) => {
  const { context, clock, db, theft, say, holds, named, nobody } = await searching(t, 152)
  const claimed = await takeClaim(
    context as never,
    theft,
    { name: 'A Name', born: '1990-01-01' },
    { by: { from: 'here' } },
  )
  assert.ok('claim' in claimed)
  const run = () => askOthers.run(context as never)
  await layOutOwed(db.owner.pool)
  await run()
  assert.deepEqual(await holds(), [['north']], 'it may only be slow')
  clock.now = new Date(clock.now.getTime() + 60_000)
  for (let n = 0; n < 2; n++) await run()
  assert.deepEqual(await holds(), [['north'], ['south']], 'once')
  await say('south', 'refused')
  assert.deepEqual([await named(), await nobody()], [0, 0], 'the silent one may have it')
  await say('north', 'refused')
  assert.deepEqual([await named(), await nobody()], [0, 1], 'no name has gone anywhere')
})

test('ADR 0034: whoever is asked in the place of a silent network and has the line is told the name, and the silent one is not', async (t) => {
  const { context, clock, db, rows, stream, theft, say } = await searching(t, 153)
  await takeClaim(context as never, theft, { name: 'A Name', born: '1990-01-01' }, { by: { from: 'here' } })
  await layOutOwed(db.owner.pool)
  clock.now = new Date(clock.now.getTime() + 60_000)
  await askOthers.run(context as never)
  await say('south', 'acknowledged')
  const [told] = await rows<{ owes: { kind: string; partners: string[] }[] }>(
    `select owes from event where stream = $1 and owes @> '[{"kind":"match-identity"}]'`,
    [stream],
  )
  assert.deepEqual(told?.owes.find(({ kind }) => kind === 'match-identity')?.partners, ['south'])
})

test('ADR 0034: what is proved after no network had the number asks them all once more', async (t) => {
  const { context, clock, events, report, theft, say, holds, nobody } = await searching(t, 154)
  await say('north', 'refused')
  await say('south', 'refused')
  assert.deepEqual([await holds(), await nobody()], [[['north'], ['south']], 1])
  clock.now = new Date(clock.now.getTime() + 60_000)
  await takeReport(context, { ...report, means: 'panic-card' })
  const proof = (await events(theft)).find(({ type }) => type === ProofShown.type)
  assert.ok(proof)
  for (let n = 0; n < 2; n++)
    await seekNetwork.react(stored(ProofShown.of(proof.data as never), 9, clock.now.toISOString()), context as never)
  assert.deepEqual((await holds()).slice(2), [['north'], ['south']], 'once')
  await say('south', 'acknowledged')
  const found = (await events(theft)).find(({ type }) => type === 'reports.network-found')
  assert.equal(found?.data.network, 'south')
})

test('USERS 4, not me: strangers use up nobody’s contest: each sender has three a day, and a right stop word is always heard', async (t) => {
  const { context, rows, clock } = await reportingDesk(t)
  const line = dramaLine(155)
  const report = { line, means: 'number', channel: 'web', method: 'snatch' } as const
  const taken = await takeReport(context, report)
  assert.ok('case' in taken && taken.line)
  const word = { line: taken.line, at: new Date(0).toISOString(), until: null }
  const contest = (from: string, secret?: typeof word, number = line) =>
    takeContest({ ...context, from } as never, number, { name: 'Somebody' }, secret)
  const many = async (from: string, times: number, number = line) => {
    const said = []
    for (let n = 0; n < times; n++) said.push(await contest(from, undefined, number))
    return said.join(' ')
  }
  assert.equal(await many('thief', 5), 'taken taken taken often often')
  assert.equal(await many('thief', 5, dramaLine(156)), 'taken taken taken often often', 'it tells of no report')
  assert.equal(await contest('owner'), 'taken')
  for (let n = 0; n < 30; n++) await contest(`bot ${n}`)
  assert.equal(await contest('owner'), 'often')
  assert.equal(await contest('owner', word), 'taken')
  const made = async () =>
    rows<{ word: string | null }>(
      `select data ->> 'word' as word from event where type = $1 and data ->> 'case' = $2 order by id`,
      [ReportContested.type, taken.case],
    )
  assert.deepEqual(
    (await made()).map(({ word: said }) => said).toSorted(),
    [...Array(20).fill(null), 'true'].toSorted(),
  )
  clock.now = new Date(clock.now.getTime() + 24 * 3_600_000)
  assert.equal(await contest('thief'), 'taken', 'a day is over')
})
