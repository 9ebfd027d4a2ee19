import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDay } from './day.ts'
import { truthOf } from './truth.ts'

test('the ground truth is one JSON object a line, says what was assumed, and holds every theft and officer', () => {
  const day = makeDay(7, [{ lon: -0.14, lat: 51.51, borough: 'Westminster', name: 'Oxford Street, Westminster' }])
  const text = truthOf(day, { from: 0, to: 86_400 })
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { truth: string; id?: string; assumed?: object })
  assert.deepEqual(lines[0]?.truth, 'day')
  assert.ok(lines[0]?.assumed)
  assert.deepEqual(
    lines.flatMap(({ truth, id }) => (truth === 'theft' ? [id] : [])),
    day.thefts.map(({ id }) => id),
  )
  assert.equal(lines.filter(({ truth }) => truth === 'officer').length, day.officers.length)
  assert.equal(truthOf(day, { from: 0, to: 86_400 }), text)
})
