import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progressBar } from './progress.ts'

function shown(isTTY: boolean, steps: [number, number][]): string {
  let text = ''
  const bar = progressBar('Rows', { isTTY, write: (more) => (text += more) })
  for (const [done, of] of steps) bar.show(done, of)
  bar.end()
  return text
}

test('a log file gets a line for each tenth of the work and no more', () => {
  const steps = Array.from({ length: 101 }, (_, done): [number, number] => [done * 10, 1000])
  const lines = shown(false, steps).trimEnd().split('\n')
  assert.equal(lines.length, 11)
  assert.equal(lines[5], 'Rows [##########----------] 50%  500 of 1000')
})

test('a terminal sees the bar move in place, also when there is nothing to do or more than was thought', () => {
  assert.equal(shown(true, [[0, 0]]), '\r\x1b[KRows [####################] 100%  0 of 0\n')
  assert.equal(shown(true, [[3, 2]]), '\r\x1b[KRows [####################] 100%  3 of 2\n')
  assert.equal(shown(true, []), '')
})
