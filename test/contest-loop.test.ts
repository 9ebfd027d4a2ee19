import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBanks } from '../simulators/banks.ts'
import type { Place } from '../simulators/frame.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, quietGateway, sendForm, twoDaysAgo } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const held = `a.kind in ('block-handset', 'suspend-line', 'hold-line-changes', 'lock-screen') and a.state <> 'cancelled'
  and not exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled'))`

/** An open system with one operator and one bank, whose own commands a test can give. */
async function opened(t: Parameters<typeof openLoop>[0]) {
  const addresses = new Map<string, string>()
  const starting =
    (start: (place: Place) => Promise<readonly { slug: string; config: { baseUrl: string } }[]>) =>
    async (place: Place) => {
      const running = await start(place)
      for (const { slug, config } of running) addresses.set(slug, config.baseUrl)
      return running as never
    }
  const loop = await openLoop(t, {
    simulators: [starting(startOperators('demo-ee')), starting(startBanks('demo-monzo'))],
  })
  const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
  return {
    ...{ loop, rows },
    command: async (slug: string, path: string, body: object) => {
      const answer = await fetch(`${addresses.get(slug)}${path}`, { method: 'POST', body: JSON.stringify(body) })
      return (await answer.json()) as { status: number }
    },
    holding: async (theft: string): Promise<string[]> =>
      (await rows(`select a.id from action a where a.stream = $1 and ${held}`, [`case/${theft}`])).map(({ id }) => id),
    untilHeld: (theft: string) =>
      loop.until('what was asked is answered, and holds', async () => {
        const [{ open, holds }] = await rows(
          `select count(*) filter (where a.state = 'owed')::int as open, count(*) filter (where ${held})::int as holds
            from action a where a.stream = $1`,
          [`case/${theft}`],
        )
        return open === 0 && holds > 0
      }),
  }
}

const latest = `select data->>'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`

test('USERS 4, not me: a contest that the network knows ends a bare claim at once, and lifts nothing that was proved; counter and bank do', async (t) => {
  const { loop, rows, command, holding, untilHeld } = await opened(t)
  await quietGateway(loop)
  const contest = async (line: string, more: Record<string, string> = {}) => {
    const { name, postcode } = subscriberOf(`+44${line.replaceAll(/\D/g, '').slice(1)}`)
    const answer = await sendForm(loop, '/not-me', { line, name, born: '', postcode, ...more })
    return wordsOf(await answer.text())
  }
  const ended = (theft: string) =>
    loop.until('nothing of it stands at any partner', async () => {
      const [row] = await rows('select ended from theft_case where case_id = $1', [theft])
      return row?.ended === 'not-me' && (await holding(theft)).length === 0
    })

  // A prank: somebody who knows the number and nothing else.
  const pranks = await sendForm(loop, '/report', { line: '07700 900110', method: 'snatch', place: '' })
  const [{ case: prank }] = await rows(latest)
  await untilHeld(prank)
  assert.ok((await holding(prank)).length > 0)
  const wrong = await contest('07700 900110', { name: 'Somebody Else', postcode: 'ZE1 0AA' })
  await loop.until(
    'the network has said no',
    async () => (await rows(`select from action where stream like 'contest/%' and state = 'refused'`)).length === 1,
  )
  assert.ok((await holding(prank)).length > 0, 'whom the network does not know lifts nothing')
  const began = performance.now()
  assert.equal(await contest('07700 900110'), wrong, 'nobody learns from the answer whether a report stands')
  assert.equal(await contest('07700 900119'), wrong)
  await ended(prank)
  const who = { token: '', skip: '', name: 'A Prankster', born: '1 1 1990', postcode: '' }
  const cookie = (pranks.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  const late = wordsOf(await (await sendForm(loop, '/report/who', who, { cookie })).text())
  assert.match(late, /This report has ended/, 'whoever goes on with it is not sent round in a circle')
  t.diagnostic(`A contested bare claim undone at every partner: ${Math.round(performance.now() - began)} ms`)

  // Whom they can complain to is whom this copy names; of nobody it makes a number up.
  assert.match(wrong, /Call the police on 101\. Ask for the people who take complaints/)
  await rows(`insert into complaint_desk values (1, 'How it was dealt with', 'The complaints desk', 'Call 0800 0.')`)
  assert.match(await contest('07700 900119'), /How it was dealt with The complaints desk Call 0800 0\./)

  // Whoever went on asking about a number is told so, whether a report stands or not.
  for (const line of ['07700 900110', '07700 900119'])
    assert.match(await contest(line), /If your phone was reported, we ask/)
  for (const line of ['07700 900110', '07700 900119'])
    assert.match(await contest(line), /did not ask your network again/)

  // An ex-partner who knows name and birth date; and an owner’s card. A thief with the wallet could contest each.
  await enrolledPhone(loop, { number: '07700 900111', more: { banks: 'demo-monzo' } })
  const ex = await reportFromBorrowedPhone(loop, '07700 900111')
  const { card } = await enrolledPhone(loop, { number: '07700 900112' })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  const [{ case: carded }] = await rows(latest)
  for (const [theft, line] of [
    [ex.case, '07700 900111'],
    [carded, '07700 900112'],
  ] as const) {
    await loop.until(
      'the line is stopped',
      async () =>
        (
          await rows(`select from action where stream = $1 and kind = 'suspend-line' and state = 'acknowledged'`, [
            `case/${theft}`,
          ])
        ).length > 0,
    )
    await untilHeld(theft)
    const before = await holding(theft)
    await contest(line)
    await loop.until(
      'a person is called',
      async () =>
        (await rows(`select from case_conflict where case_id = $1 and conflict = 'second-claimant'`, [theft]))
          .length === 1,
    )
    const after = await holding(theft)
    assert.deepEqual(
      before.filter((stop) => !after.includes(stop)),
      [],
      'and nothing is lifted',
    )
  }
  assert.ok(
    ((await command('demo-ee', '/_notices', {})) as unknown as { told: string[] }).told.includes('+447700900111'),
    'its network is asked to tell the customer whose name was known to a stranger',
  )

  // Who had prepared says the stop word as well, which is in no wallet and on no phone.
  await enrolledPhone(loop, { number: '07700 900113', more: { stopWord: 'cormorant' } })
  await twoDaysAgo(loop)
  const known = await reportFromBorrowedPhone(loop, '07700 900113')
  await loop.until(
    'the line is stopped',
    async () =>
      (
        await rows(`select from action where stream = $1 and kind = 'suspend-line' and state = 'acknowledged'`, [
          `case/${known.case}`,
        ])
      ).length > 0,
  )
  await untilHeld(known.case)
  assert.match(await contest('07700 900113', { word: 'pelican' }), /do not belong together/)
  const fromHome = performance.now()
  await contest('07700 900113', { word: 'cormorant' })
  await ended(known.case)
  t.diagnostic(
    `A stop by name and birth date undone by who knows the stop word: ${Math.round(performance.now() - fromHome)} ms`,
  )

  const attest = (line: string, says: string, by = 'face') => command('demo-monzo', '/_attest', { line, says, by })
  assert.equal((await attest('+447700900111', 'not-me', 'pin')).status, 403)
  assert.equal((await attest('+447700900112', 'not-me')).status, 404, 'a bank that the owner never named lifts nothing')
  const signedIn = performance.now()
  assert.equal((await attest('+447700900111', 'not-me')).status, 201)
  await ended(ex.case)
  t.diagnostic(
    `A stop by name and birth date undone after the owner’s sign-in at the bank: ${Math.round(performance.now() - signedIn)} ms`,
  )
  const atCounter = performance.now()
  assert.equal((await command('demo-ee', '/_withdraw', { line: '+447700900112', why: 'not-me' })).status, 201)
  await ended(carded)
  t.diagnostic(`A card’s stop undone from the counter: ${Math.round(performance.now() - atCounter)} ms`)
})

test('MISSION, the proof ladder: an open case is raised by the counter that saw the holder’s document, and by the bank that they signed in to', async (t) => {
  const { loop, rows, command, untilHeld } = await opened(t)
  await quietGateway(loop)
  const raised = async (theft: string, means: string) =>
    loop.until(`raised by ${means}`, async () => {
      const [row] = await rows('select level, means, until from theft_case where case_id = $1', [theft])
      return row?.level === 2 && row.means === means && row.until === null
    })
  for (const [line, means, by] of [
    ['07700 900101', 'operator-counter', 'the counter'],
    ['07700 900102', 'bank', 'the bank'],
  ] as const) {
    await enrolledPhone(loop, { number: line, more: { banks: 'demo-monzo' } })
    await sendForm(loop, '/report', { line: line, method: 'snatch', place: '' })
    const [{ case: theft }] = await rows(latest)
    await untilHeld(theft)
    const number = `+44${line.replaceAll(/\D/g, '').slice(1)}`
    const told =
      means === 'bank'
        ? await command('demo-monzo', '/_attest', { line: number, says: 'gone', by: 'face' })
        : await command('demo-ee', '/_identify', { line: number })
    assert.equal(told.status, 201, by)
    await raised(theft, means)
    await loop.until(
      'the line is stopped',
      async () =>
        (
          await rows(`select from action where stream = $1 and kind = 'suspend-line' and state = 'acknowledged'`, [
            `case/${theft}`,
          ])
        ).length === 1,
    )
  }
  assert.equal((await command('demo-ee', '/_identify', { line: '+447700900120' })).status, 404, 'no report stands')
})
