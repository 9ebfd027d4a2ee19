import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadCatalogue } from '#ledger/catalogue'
import { canonical } from '#lib/canonical-json'

const folder = new URL('golden/', import.meta.url)
const { events } = await loadCatalogue()
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

test('every event version has a frozen sample, and today’s sample is the frozen one', () => {
  assert.ok(events.size > 0)
  for (const { type, version, sample } of events.values()) {
    const file = `${type}.v${version}.json`
    assert.ok(files.includes(file), `${file} is missing: npm run golden`)
    assert.equal(canonical(JSON.parse(readFileSync(new URL(file, folder), 'utf8')).data), canonical(sample), file)
  }
})

for (const file of files)
  test(`the frozen ${file.replace('.json', '')} still decodes into today’s form`, () => {
    const stored = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const definition = events.get(stored.type)
    assert.ok(definition, `${stored.type} was recorded once, so its definition can never be removed`)
    definition.schema.parse(definition.decode(stored))
  })

test('IMEIs stand only in case and handset streams, each with a review date', () => {
  const holding = [...events.values()].filter(({ pseudonymous }) => pseudonymous)
  assert.ok(holding.length > 0)
  for (const { type, sample, streamOf, pseudonymous } of holding) {
    assert.match(streamOf(sample), /^(case|handset|exhibit)\//, type)
    assert.match(String((sample as Record<string, unknown>)[pseudonymous ?? '']), /^\d{4}-\d\d-\d\dT/, type)
  }
})
