import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeToScan } from './code-to-scan.ts'

test('B78: the code on a panic card has its three corners, its white border, and no dark square outside it', () => {
  const { size, path } = codeToScan('http://localhost:8080/stop?card=H7K2-9QRM-4T3X')
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`))
  const is = (x: number, y: number) => dark.has(`${x},${y}`)
  for (const [x, y] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const) {
    for (let step = 0; step < 7; step++) assert.ok(is(x + step, y) && is(x, y + step), 'the frame of a corner')
    assert.ok(!is(x + 1, y + 1) && is(x + 3, y + 3), 'its ring and its heart')
  }
  for (const one of dark) {
    const [x = 0, y = 0] = one.split(',').map(Number)
    assert.ok(x >= 4 && y >= 4 && x < size - 4 && y < size - 4)
  }
})
