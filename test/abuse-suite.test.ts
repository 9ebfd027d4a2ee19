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
    ['src/modules/reports/take-report.test.ts', 'malicious block: a thousand reports'],
    ['test/enrol-loop.test.ts', 'USERS 4: an IMEI that somebody types at enrolment blocks nobody’s phone'],
    ['test/heard-loop.test.ts', 'USERS 4, business rival: a shop that sells somebody else’s phone'],
    ['src/modules/reports/handset-of-line.test.ts', 'USERS 4, business rival'],
    ['src/modules/reports/answer-contest.test.ts', 'USERS 4, not me: with the stop word as well'],
  ],
  'thief undoes the block with the unlocked phone': [
    ['test/journeys/undo.test.ts', 'USERS 4: the card, the report code and an unknown code never start a phone'],
    ['test/washing.test.ts', 'USERS 4: a thief who reports his own SIM'],
    ['src/modules/reports/take-back.test.ts', 'USERS 4: a trusted person’s code starts a phone only if'],
  ],
  'thief reads updates': [
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
    ['src/partners/dispatcher/order.test.ts', 'M2: when more is due than a lane has room for'],
    ['test/enrol-loop.test.ts', 'USERS 4: five made-up codes from a shared address'],
  ],
  'insurance fraud, lost-called-stolen': [['test/unproved-loop.test.ts', 'USERS 4: a case that nobody proved']],
  'phishing in our name': [['src/modules/victims/message.test.ts', 'B31']],
  'script in the officers’ console': [['test/abuse-suite.test.ts', 'USERS 4, stored script']],
  'insider look-ups': [
    ['test/journeys/case-staff.test.ts', 'every look is written down'],
    ['test/details-loop.test.ts', 'B51 USERS 4: the police read what a victim adds, each look is written down'],
    ['test/looks-loop.test.ts', 'USERS 4, insider look-ups: a look at one’s own case'],
  ],
}

test('USERS 4: every row of the abuse table has its test', () => {
  for (const [row, tests] of Object.entries(suite))
    for (const [file, name] of tests) {
      const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
      assert.ok(
        [`test('${name}`, `test(\`${name}`].some((begins) => text.includes(begins)),
        `${row}: no test "${name}…" in ${file}`,
      )
    }
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
