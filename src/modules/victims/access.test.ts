import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { caseCodeOf, readCaseCode, showCaseCode } from '#lib/case-code'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { takeReport } from '#modules/reports/public'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { type AccessTables, accessAt, giveAccess, openAccess } from './access.ts'
import { words } from './words.ts'

const unknown = caseCodeOf(new Uint8Array(7).fill(9))

async function opened(t: TestContext, word?: string) {
  const desk = await reportingDesk(t)
  const taken = await takeReport(desk.context, {
    line: dramaLine(1),
    means: 'number',
    channel: 'web',
    method: 'snatch',
  })
  assert.ok('case' in taken)
  const given = await giveAccess(desk.context, { case: taken.case, ...(word !== undefined && { word }) })
  assert.ok('code' in given)
  const db = desk.context.db as unknown as Kysely<AccessTables>
  const steps: string[] = []
  const noted = { ...desk.context.vault }
  for (const name of ['blind', 'putOnce', 'find', 'reveal'] as const) {
    const real = noted[name] as (...args: unknown[]) => unknown
    const told = (...args: unknown[]) => {
      steps.push(name)
      return real(...args)
    }
    Object.assign(noted, { [name]: told })
  }
  const context = { ...desk.context, db, vault: noted, audit: async (act: string) => void steps.push(`audit ${act}`) }
  return {
    ...desk,
    given,
    theft: taken.case,
    steps,
    open: (code = given.code, said = given.word) => openAccess(context, code, said),
  }
}

test('code and word open their case, typed as people type them', async (t) => {
  const { open, given, theft } = await opened(t)
  const typed = readCaseCode(` ${showCaseCode(given.code).toLowerCase()} `)
  assert.deepEqual(await open(typed, ` ${given.word.toUpperCase()} `), {
    case: theft,
    access: given.access,
    known: false,
    joined: false,
  })
})

test('USERS 4: a code for a number that had a case says so wherever it is typed, until its holder is known', async (t) => {
  const { context, open, theft, ledger, events } = await opened(t)
  const given = await giveAccess(context, { case: theft, joined: true })
  assert.ok('code' in given)
  const isJoined = async () => {
    const answer = await open(given.code, given.word)
    return 'case' in answer && answer.joined
  }
  assert.equal(await isJoined(), true)
  const proof = { case: theft, means: 'police-handler' as const, imeis: [], access: given.access }
  const event = ProofShown.of({ ...proof, reviewBy: '2026-12-26T12:00:00.000Z' })
  const version = (await events(theft)).length + 1
  await ledger.append([{ event, version }], { actor: 'police', tenant: 'demo-public', cause: 'test' })
  assert.equal(await isJoined(), false)
})

test('the victim’s own word counts as it is said, not as it is written', async (t) => {
  const { open, given, theft } = await opened(t, '  Blue   Teapot ')
  assert.equal(given.word, 'blue teapot')
  const answer = await open(given.code, 'BLUE teapot')
  assert.ok('case' in answer && answer.case === theft)
})

test('guessed codes: the code alone opens nothing, and neither words nor steps tell whether a code exists', async (t) => {
  const { open, given, steps } = await opened(t)
  const answers = []
  const taken = []
  for (const code of [given.code, unknown]) {
    steps.length = 0
    answers.push([await open(code, ''), await open(code, 'no such word')])
    taken.push([...steps])
  }
  assert.deepEqual(answers[0], [{ refused: 'no-match' }, { refused: 'no-match' }])
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual(taken[0], taken[1])
})

test('guessed codes: five wrong tries, then one hour, also side by side and for a code that does not exist', async (t) => {
  const { open, given, clock, theft } = await opened(t)
  for (const code of [given.code, unknown]) {
    const answers = await Promise.all(Array.from({ length: 12 }, () => open(code, 'wrong')))
    const refused = answers.map((one) => 'refused' in one && one.refused).sort()
    assert.deepEqual(refused, [...Array(5).fill('no-match'), ...Array(7).fill('wait-an-hour')])
  }
  assert.deepEqual(await open(), { refused: 'wait-an-hour' })
  clock.now = new Date(clock.now.getTime() + 3_599_999)
  assert.deepEqual(await open(), { refused: 'wait-an-hour' })
  clock.now = new Date(clock.now.getTime() + 1)
  assert.deepEqual(await open(), { case: theft, access: given.access, known: false, joined: false })
})

test('the right word before the fifth try starts the count anew', async (t) => {
  const { open, given } = await opened(t)
  for (let round = 0; round < 3; round++) {
    for (let wrong = 0; wrong < 4; wrong++) await open(given.code, 'wrong')
    assert.ok('case' in (await open()))
  }
})

test('the database holds neither code nor word in the clear', async (t) => {
  const { given, rows, open, context } = await opened(t)
  await open(given.code, 'wrong')
  for (const table of ['event', 'vault_record', 'vault_index', 'access_try', 'command_key']) {
    const text = JSON.stringify(await rows(`select to_jsonb(t) as row from ${table} t`))
    assert.ok(!text.includes(given.code) && !text.includes(`"${given.word}"`), table)
  }
  assert.deepEqual(await accessAt(context.vault, given.access), given)
})

test('words are short, plain and unlike each other', () => {
  assert.ok(words.length >= 200)
  assert.equal(new Set(words.map((word) => word.slice(0, 4))).size > words.length * 0.85, true)
  for (const word of words) assert.match(word, /^[a-z]{3,9}$/)
})

test('USERS 4: the right word of a code that has ended opens nothing, and is audited as refused', async (t) => {
  const { open, given, theft, steps, ledger, events } = await opened(t)
  const reviewBy = '2026-12-26T12:00:00.000Z'
  const event = ProofShown.of({ case: theft, means: 'police-handler', imeis: [], reviewBy })
  const version = (await events(theft)).length + 1
  await ledger.append([{ event, version }], { actor: 'police', tenant: 'demo-public', cause: 'test' })
  assert.deepEqual(await open(given.code, given.word), { refused: 'ended' })
  assert.deepEqual(
    steps.filter((step) => step.startsWith('audit')),
    ['audit open-refused'],
  )
})
