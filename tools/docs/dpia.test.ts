import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { test } from 'node:test'
import { matrix } from '#http/access/matrix'
import { records } from '#http/access/vocabulary'
import { loadCatalogue } from '#ledger/catalogue'
import { kept } from '#lib/kept'
import { dpia, personalFields, spanOf } from './dpia.ts'

const text = await dpia.render()

test('the DPIA names every fact with a vault reference or an IMEI, every clock, and every role that may look at a person', async () => {
  const { events } = await loadCatalogue()
  for (const event of events.values()) {
    const holds = /"v_[A-Za-z0-9_-]{22}"/.test(JSON.stringify(event.sample)) || event.pseudonymous !== undefined
    if (holds) assert.ok(personalFields(event).length > 0, `${event.type} leads to a person, and no field says so`)
    assert.equal(text.includes(`| \`${event.type}\` |`), personalFields(event).length > 0, event.type)
  }
  for (const { what, ms } of Object.values(kept)) assert.ok(text.includes(`| ${what} | ${spanOf(ms)} |`), what)
  for (const { record, role, may } of matrix)
    if (records[record].personal) {
      const row = text.split('\n').find((line) => line.includes(`(\`${record}\`)`)) ?? ''
      assert.ok(row.includes(`${role} (${may.join(', ')}`), `${role} on ${record}`)
    }
})

test('the DPIA says what only a person can fill, in every section, and fills none of it', () => {
  const sections = text.split(/^## /m).slice(1)
  for (const section of sections) assert.match(section, /^> \*\*For a person:\*\*/m, section.split('\n')[0])
})

test('how long anything is kept stands in lib/kept.ts alone', async () => {
  const elsewhere: string[] = []
  for await (const file of glob('src/**/*.ts')) {
    if (file.endsWith('.test.ts') || file.endsWith('lib/kept.ts')) continue
    for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries())
      if (/(?:reviewAt|reviewBy|keptMs|keptDays)\b.*\d[\d_]*_000|const (?:kept|review)\w*\s*=\s*\d/.test(line))
        elsewhere.push(`${file}:${at + 1}`)
  }
  // What a queue shows of what is settled: nothing is deleted or reviewed by it.
  assert.deepEqual(
    elsewhere.filter((one) => !/reports\/(?:appeal|conflict)-queue|victims\/commands\/tell-appellant/.test(one)),
    [],
  )
})

test('a time is said in the largest span that divides it', () => {
  assert.deepEqual([86_400_000, 30 * 60_000, 6 * 365 * 86_400_000, 3_600_000].map(spanOf), [
    ...['1 day', '30 minutes', '6 years', '1 hour'],
  ])
})
