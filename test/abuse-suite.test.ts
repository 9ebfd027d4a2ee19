import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

/** Each row of USERS.md section 4, and a test that says what its last column asks for: file and the beginning of its name. */
const suite: Readonly<Record<string, readonly (readonly [file: string, name: string])[]>> = {
  'malicious block of somebody else’s phone': [
    // A thousand through the database; ten thousand, as USERS.md says, through what decides.
    ['src/modules/reports/take-report.test.ts', 'malicious block: a thousand reports'],
    ['src/modules/reports/take-report.test.ts', 'malicious block: of ten thousand more bare reports'],
    ['test/enrol-loop.test.ts', 'USERS 4: an IMEI that somebody types at enrolment blocks nobody’s phone'],
    ['test/heard-loop.test.ts', 'USERS 4, business rival: a shop that sells somebody else’s phone'],
    ['src/modules/reports/handset-of-line.test.ts', 'USERS 4, business rival'],
    ['src/modules/reports/answer-contest.test.ts', 'USERS 4, not me: with the stop word as well'],
    ['src/modules/response/undo.test.ts', 'USERS 4, not me: an undo lifts every lane'],
  ],
  'thief undoes the block with the unlocked phone': [
    ['test/journeys/undo.test.ts', 'USERS 4: the card, the report code and an unknown code never start a phone'],
    ['test/washing.test.ts', 'USERS 4: a thief who reports his own SIM'],
    ['src/modules/reports/take-back.test.ts', 'USERS 4: a trusted person’s code starts a phone only if'],
  ],
  'thief reads updates': [
    ['src/modules/victims/known-contacts.test.ts', 'B51: the stolen number is written to by nothing'],
    ['src/modules/victims/known-contacts.test.ts', 'B51, USERS 4: the victim’s word goes only where'],
    ['src/modules/victims/keep-promises.test.ts', 'B51 USERS 4: a number whose case ended'],
    ['test/case-messages.test.ts', 'B51 USERS 4: only the number’s own operator says that it has a new SIM'],
    ['src/modules/victims/safe-contacts.test.ts', 'USERS 4, thief reads updates: the push subscriptions'],
  ],
  'report code guessed': [['test/case-loop.test.ts', 'USERS 4: a code that is guessed opens nothing']],
  'IMEI harvesting': [
    ['test/imei-checks.test.ts', 'USERS 4: IMEI harvesting'],
    ['test/abuse-loop.test.ts', 'B60 B64: a script that walks 1,000 numbers'],
  ],
  'stalking through tracking': [
    ['test/journeys/case-staff.test.ts', 'USERS 4, stalking'],
    ['src/modules/victims/timeline.test.ts', 'B51, USERS 4: whatever happens in whatever order'],
  ],
  'denial of service, festival surge': [
    // That 200 reports a second are taken is measured by `npm run bench -- victims-rush`.
    ['test/abuse-suite.test.ts', 'USERS 4, festival surge'],
    ['src/partners/dispatcher/order.test.ts', 'M2: when more is due than a lane has room for'],
    ['test/enrol-loop.test.ts', 'USERS 4: five made-up codes from a shared address'],
    ['test/ways-loop.test.ts', 'USERS 4: five wrong words of one asker'],
    ['src/http/pass.test.ts', 'USERS 4: a town behind one address'],
  ],
  'insurance fraud, lost-called-stolen': [['test/unproved-loop.test.ts', 'USERS 4: a case that nobody proved']],
  'phishing in our name': [
    ['src/modules/victims/message.test.ts', 'B31: the $'],
    ['src/modules/ways/read-text.test.ts', 'B31: a false message is no order'],
  ],
  'script in the officers’ console': [['test/abuse-suite.test.ts', 'USERS 4, stored script']],
  'insider look-ups': [
    ['test/journeys/case-staff.test.ts', 'every look is written down'],
    ['test/details-loop.test.ts', 'B51 USERS 4: the police read what a victim adds, each look is written down'],
    ['test/looks-loop.test.ts', 'USERS 4, insider look-ups: a look at one’s own case'],
  ],
}

test('USERS 4: every row of the abuse table has its test', () => {
  for (const [row, tests] of Object.entries(suite)) {
    assert.ok(tests.length > 0, row)
    for (const [file, name] of tests) {
      assert.match(file, /^(src|simulators|tools|test)\/.*\.test\.ts$/, 'the gate runs it')
      const said = runs(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'), name)
      assert.equal(said, 'runs', `${row}: "${name}…" in ${file} ${said}`)
    }
  }
})

/** A test that stands in its file and is not left out, by its name, its options or itself. */
function runs(text: string, name: string): 'runs' | 'is not there' | 'is there twice' | 'is left out' {
  const found = [...text.matchAll(/^[ \t]*(?:test|it)([.\w]*)\(\s*(['"`])/gm)].flatMap((one) => {
    const [begins, called = '', quote = "'"] = one
    const from = one.index + begins.length
    return text.startsWith(name, from) ? [{ called, after: text.slice(text.indexOf(quote, from) + 1) }] : []
  })
  const [one] = found
  if (!one || found.length > 1) return one ? 'is there twice' : 'is not there'
  const [body = ''] = one.after.split(/^(?:test|describe|it)\b/m)
  const [options = ''] = body.split('=>')
  const leavesItself = /\b\w+\.(skip|todo)\(/.test(body)
  const isInSkipped = /^[ \t]*(describe|suite)\.(skip|todo)\b|^[ \t]*(test|it)\.only\b/m.test(text)
  return one.called !== '' || /\b(skip|todo)\b/.test(options) || leavesItself || isInSkipped ? 'is left out' : 'runs'
}

test('the abuse table is no proof by a test that is gone, left out or said to be done later', () => {
  const body = "async (t) => {\n  assert.ok(true)\n})\n\ntest('B: another', { skip: true }, () => {})\n"
  assert.equal(runs(`test('A: one', ${body}`, 'A: one'), 'runs')
  assert.equal(runs(`test(\n  'A: one', ${body}`, 'A: one'), 'runs')
  for (const left of [
    `test.skip('A: one', ${body}`,
    `test.todo('A: one')\n`,
    `test('A: one', { skip: 'no browser' }, ${body}`,
    `test('A: one', { skip }, ${body}`,
    `test('A: one', async (t) => {\n  t.skip('later')\n})\n`,
    `describe.skip('all', () => {\n  test('A: one', ${body}})\n`,
  ])
    assert.equal(runs(left, 'A: one'), 'is left out', left)
  assert.equal(runs(`// test('A: one', ${body}`, 'A: one'), 'is not there')
  assert.equal(runs(`test('A: one', ${body}test('A: one', ${body}`, 'A: one'), 'is there twice')
})

test('USERS 4, festival surge: as many as come from one address at one moment are taken, each with a case of their own', async (t) => {
  const loop = await openLoop(t)
  const many = 30
  const numbers = Array.from({ length: many }, (_, n) => `07700 900${String(200 + n)}`)
  const answers = await Promise.all(numbers.map((line) => sendForm(loop, '/report', { line, method: 'snatch' })))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.ok(answers.every(({ headers }) => Number(headers.get('ratelimit-limit')) >= 6000))
  const { rows } = await loop.db.owner.pool.query(
    `select count(distinct stream)::int as cases from event where type = 'reports.theft-reported'`,
  )
  assert.equal(rows[0].cases, many)
})

const script = '"><script>document.title=1</script><img src=x onerror=alert(1)>'

test('USERS 4, stored script: what a victim, a buyer and an owner in the wrong write is text on every page of the staff', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startForces] })
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const victim = await reportFromBorrowedPhone(loop, '07700 900123', { place: script })
  const told = await sendForm(loop, '/case/details/who', { who: script }, { cookie: victim.cookie })
  assert.equal(told.status, 303)
  const imei = '490154203237518'
  const said = {
    line: '07700 900301',
    lineAgain: '07700 900301',
    method: 'robbery',
    vouched: 'officer-present',
    place: script,
    imeis: imei,
  }
  const reported = await sendForm(loop, '/staff/report', { ...said, description: script }, { cookie })
  assert.equal(reported.status, 200)
  const bought = { imei, where: script, when: script, receipt: script, contact: 'a@example.org' }
  assert.match(await (await sendForm(loop, '/good-faith', bought)).text(), /We have heard you/)
  const appeal = { imei, line: '07700 900111', since: script, contact: 'a@example.org' }
  assert.match(await (await sendForm(loop, '/refused', appeal)).text(), /We have heard you/)
  const row = (sql: string) => async () => (await loop.db.owner.pool.query(sql)).rows[0]
  const doubt = await loop.until('a person is called', row('select case_id, conflict from case_conflict'))
  const heard = await loop.until('a person is asked', row('select appeal from case_appeal'))

  const pages = [
    ...[
      `/staff/case/${victim.case}`,
      `/staff/case/${doubt.case_id}`,
      `/staff/conflicts/${doubt.case_id}/${doubt.conflict}`,
    ],
    ...[`/staff/appeals/${heard.appeal}`, '/staff/conflicts', '/staff/cases', '/staff/patrol'],
  ]
  let shown = 0
  for (const path of pages) {
    const answer = await fetch(loop.origin + path, { headers: { cookie } })
    const html = await answer.text()
    assert.equal(answer.status, 200, path)
    assert.doesNotMatch(html, /<script>|<img src=x/, path)
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/, path)
    if (html.includes('&lt;script&gt;')) shown++
  }
  assert.ok(shown >= 3, `${shown} pages showed the words: else this proves nothing`)
})
