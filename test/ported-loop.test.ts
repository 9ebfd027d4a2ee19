import assert from 'node:assert/strict'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import type { Place, Running } from '../simulators/frame.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'

// Numbers of EE's range. The first was taken to O2; the others have left EE and nobody says where to.
const [ported, lost, seen] = ['07700 900123', '07700 900120', '07700 900121'] as const
const inFull = (line: string) => `+44${line.replaceAll(' ', '').slice(1)}`
const slugs = ['demo-ee', 'demo-o2', 'demo-three']

const running = new Map<string, Running>()
const operators = async (place: Place) => {
  const all = await startOperators(...slugs)(place)
  for (const one of all) running.set(one.slug, one)
  return all
}
const loop = await openLoop(wholeFile, { simulators: [operators, startForces] })

const say = async (slug: string, path: string, body: unknown) => {
  const answer = await fetch(`${running.get(slug)?.config.baseUrl}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  assert.equal(answer.status, 200, await answer.clone().text())
  return answer
}
const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
const events = (theft: string, type: string) =>
  rows('select data, owes from event where stream = $1 and type = $2 order by version', [`case/${theft}`, type])
const partnersOf = async (theft: string, kind: string, state?: string): Promise<string[]> =>
  (
    await rows(
      `select distinct partner from action where stream = $1 and kind = $2 and ($3::text is null or state = $3) order by partner`,
      [`case/${theft}`, kind, state ?? null],
    )
  ).map(({ partner }) => String(partner))

/** An operator calls us, as its counter or its customer system does. */
async function from(slug: string, path: string, body: object) {
  const { cookie } = await loop.staff(slug, 'operator', 'block-handset')
  return fetch(loop.origin + path, {
    method: 'POST',
    headers: { cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
const restored = async (theft: string) => (await events(theft, 'victims.line-restored')).map(({ data }) => data.by)

test('B60 P2: a number that was taken to another network is stopped there, blocked everywhere, and started again at that network’s counter', async () => {
  await say('demo-ee', '/_left', { lines: [inFull(ported)] })
  await say('demo-o2', '/_subscribers', [{ line: inFull(ported) }])
  const began = performance.now()
  const { case: theft, cookie } = await reportFromBorrowedPhone(loop, ported)
  await loop.until('the phone is blocked at every network', async () => {
    return (await partnersOf(theft, 'block-handset', 'acknowledged')).length === slugs.length
  })
  console.log(
    `# ported number: report to block at ${slugs.length} networks in ${Math.round(performance.now() - began)} ms`,
  )
  assert.deepEqual(await partnersOf(theft, 'hold-line-changes', 'acknowledged'), ['demo-o2'])
  await loop.until('O2 stops the line', async () =>
    (await partnersOf(theft, 'suspend-line', 'acknowledged')).includes('demo-o2'),
  )
  const { connected } = (await (await say('demo-o2', '/_call', { line: inFull(ported), to: '020' })).json()) as {
    connected: boolean
  }
  assert.equal(connected, false)
  assert.deepEqual(await partnersOf(theft, 'match-identity'), ['demo-o2'], 'nobody else is told the name')
  for (const slug of ['demo-ee', 'demo-three'])
    assert.ok(
      !running
        .get(slug)
        ?.effects()
        .some(({ kind }) => kind === 'match-identity'),
    )
  const page = wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie } })).text())
  assert.match(page, /We found the network that your number is with/)
  assert.doesNotMatch(page, /does not know this number|No network says/)

  assert.equal((await from('demo-ee', '/api/attestations', { line: ported })).status, 404)
  assert.equal((await from('demo-ee', '/api/withdrawals', { line: ported, why: 'found' })).status, 404)
  assert.equal((await from('demo-ee', '/api/lines/restored', { line: ported })).status, 202)
  assert.deepEqual(await restored(theft), [], 'the old network says nothing of a line that it has no more')
  assert.equal((await from('demo-o2', '/api/lines/restored', { line: ported })).status, 202)
  assert.deepEqual(await restored(theft), ['demo-o2'])
  assert.equal((await from('demo-o2', '/api/attestations', { line: ported })).status, 201)

  assert.equal((await from('demo-o2', '/api/withdrawals', { line: ported, why: 'found' })).status, 201)
  await loop.until('nothing holds any more', async () => {
    const [{ left }] = await rows(
      `select count(*)::int as left from action a where stream = $1 and state in ('acknowledged', 'owed')
        and kind in ('block-handset', 'suspend-line', 'hold-line-changes')
        and not exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled'))`,
      [`case/${theft}`],
    )
    return left === 0
  })

  const again = await reportFromBorrowedPhone(loop, ported)
  const [first] = await events(again.case, 'reports.theft-reported')
  const hold = first?.owes.find(({ kind }: { kind: string }) => kind === 'hold-line-changes')
  assert.deepEqual(hold?.partners, ['demo-o2'], 'the next report asks the right network first')
  await loop.until('the second is blocked too', async () => {
    return (await partnersOf(again.case, 'block-handset', 'acknowledged')).length === slugs.length
  })
  assert.deepEqual(await events(again.case, 'reports.networks-asked'), [])
})

test('P2: where no network has the number its victim and the unit read so, and no name has gone to anybody', async () => {
  await loop.organisation('demo-met', 'force')
  await say('demo-ee', '/_left', { lines: [lost, seen].map(inFull) })
  const { case: theft, cookie } = await reportFromBorrowedPhone(loop, lost)
  const words = /No network says that this number is theirs/
  await loop.until('the receipt says it', async () => {
    const receipt = wordsOf(await (await fetch(`${loop.origin}/report/receipt`, { headers: { cookie } })).text())
    return words.test(receipt) && /Ring the one that you pay/.test(receipt)
  })
  assert.match(wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie } })).text()), words)
  assert.deepEqual(await partnersOf(theft, 'match-identity'), [])
  assert.deepEqual(await partnersOf(theft, 'hold-line-changes', 'refused'), slugs)

  const officer = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const told = { line: seen, lineAgain: seen, method: 'snatch', vouched: 'police-handler', place: '', imeis: '' }
  const { name, postcode } = subscriberOf(inFull(seen))
  const sent = await sendForm(loop, '/staff/report', { ...told, name, born: '', postcode }, { cookie: officer.cookie })
  assert.equal(sent.status, 200, wordsOf(await sent.text()))
  const row = await loop.until('it waits on the desk', async () => {
    // The other case is a bare number: nobody's until it is proved.
    const [item] = await rows(`select case_id, owner from desk_item where sort = 'network' and owner <> ''`)
    return item
  })
  assert.equal(row.owner, 'demo-met')
  const queue = await fetch(`${loop.origin}/staff/cases`, { headers: { cookie: officer.cookie } })
  assert.match(wordsOf(await queue.text()), /No network has this number: ask the victim which one they pay/)
  assert.deepEqual((await events(row.case_id, 'reports.no-network-found')).length, 1)
})
