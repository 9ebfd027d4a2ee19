import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { layOutOwed } from '#ledger/owed'
import { letGo } from '#modules/reports/commands/let-go'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { showProof } from '#modules/reports/commands/show-proof'
import { undoStops } from '#modules/reports/commands/undo-stops'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody, type OpenStop, openStops, type StopTables, stopsLetGo } from '#modules/response/public'
import { reportingDesk } from './support/reporting.ts'

const imei = '490154203237518'
const right = '356938035643809'
const [victim, thief] = ['5a3f0a7b-1c11-4a55-9a35-00000000000a', '5a3f0a7b-1c11-4a55-9a35-00000000000b'] as const
const parties = { ...nobody, operators: ['north', 'south'] }
const line = 'v_AAAAAAAAAAAAAAAAAAAAAA'
const base = { channel: 'web', method: 'snatch', parties } as const

/** Two cases that both have stopped one handset, as a person may find right, or two reports in one second bring about. */
async function twoCases(
  t: TestContext,
  victims: 'police-handler' | 'panic-card',
  thiefs: 'operator-counter' | 'trusted-person',
) {
  const { context, db } = await reportingDesk(t)
  const { execute } = context
  const ok = async (outcome: Promise<{ ok: boolean }>) => assert.partialDeepStrictEqual(await outcome, { ok: true })
  const layOut = () => layOutOwed(db.owner.pool)
  await ok(execute(reportTheft, { ...base, case: victim, means: victims, imeis: [imei] }))
  await ok(execute(reportTheft, { ...base, case: thief, means: 'number', line, imeis: [] }))
  await ok(execute(showProof, { case: thief, means: thiefs, imeis: [imei], parties }))
  await layOut()
  const end = async (theft: string) => {
    await ok(execute(withdrawReport, { case: theft, why: 'found', means: 'crime-reference' }))
    const stops = await openStops(db.owner.kysely as unknown as Kysely<StopTables>, theft, context.now())
    await execute(undoStops, { case: theft, stops })
    await layOut()
    return stops.map(said)
  }
  const said = ({ partner, kind, target, input }: OpenStop) =>
    `${kind} of ${target.includes(victim) ? 'victim' : 'thief'} at ${partner}${JSON.stringify(input).includes(right.slice(0, 14)) ? ', corrected' : ''}`
  /** The case was about another handset: what it asked for by the number that it said first is to be undone. */
  const correct = async (theft: string) => {
    await ok(execute(showProof, { case: theft, means: 'crime-reference', imeis: [right], parties }))
    await layOut()
    const stops = await stopsLetGo(db.owner.kysely as unknown as Kysely<StopTables>, theft, context.now())
    await execute(letGo, { case: theft, stops })
    await layOut()
    return stops.map(said)
  }
  return { end, correct }
}

const blocks = (whose: string) => ['north', 'south'].map((partner) => `block-handset of ${whose} at ${partner}`)

test('USERS 4: a block that another open case still wants is not undone; the last of these cases takes all of them back', async (t) => {
  const { end } = await twoCases(t, 'police-handler', 'operator-counter')
  assert.deepEqual(await end(thief), [])
  assert.deepEqual(await end(victim), [...blocks('victim'), ...blocks('thief')])
})

test('USERS 4: it is the same whoever of them ends first', async (t) => {
  const { end } = await twoCases(t, 'police-handler', 'operator-counter')
  assert.deepEqual(await end(victim), [])
  assert.deepEqual(await end(thief), [...blocks('thief'), ...blocks('victim')])
})

test('a block that nothing else will end is undone although a weaker report, which lapses by itself, stands beside it', async (t) => {
  const { end } = await twoCases(t, 'police-handler', 'trusted-person')
  assert.deepEqual(await end(victim), blocks('victim'))
})

test('a block that lapses by itself is left to lapse while a report that does not lapse stands beside it', async (t) => {
  const { end } = await twoCases(t, 'panic-card', 'operator-counter')
  assert.deepEqual(await end(victim), [])
})

const corrected = (whose: string) => blocks(whose).map((block) => `${block}, corrected`)

test('a case that names another handset takes back what it asked for by the old number, and at its end the rest', async (t) => {
  const { end, correct } = await twoCases(t, 'police-handler', 'operator-counter')
  assert.deepEqual(await end(thief), [])
  assert.deepEqual(await correct(victim), [...blocks('victim'), ...blocks('thief')], 'it was the last that named it')
  assert.deepEqual(await end(victim), corrected('victim'))
})

test('USERS 4: what a case lets go stays blocked while another one names it, and ends with that one', async (t) => {
  const { end, correct } = await twoCases(t, 'police-handler', 'operator-counter')
  assert.deepEqual(await correct(thief), [])
  assert.deepEqual(await end(victim), [...blocks('victim'), ...blocks('thief')])
  assert.deepEqual(await end(thief), corrected('thief'))
})
