import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileSource, NoList } from './file-source.ts'

const rows = ['490154203237518,blocked\n', '356938035643809,blocked\n', '351234567890120,tracked\n']

function open(t: TestContext, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-list-'))
  const stop = new AbortController()
  t.after(() => {
    stop.abort()
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'list.csv')
  writeFileSync(file, text)
  let said = ''
  const out = {
    write: (part: string) => {
      said += part
    },
  }
  const source = fileSource({ file, now: Date.now, out, settleMs: 60 })
  const load = async () => (await source.load(stop.signal)).list.counts.slice(1)
  const says = async (words: RegExp) => {
    for (const end = performance.now() + 20_000; !words.test(said); await pause(5))
      assert.ok(performance.now() < end, `never said ${words}: ${said}`)
  }
  return { file, load, says, said: () => said }
}

test('a list that is written while it is read anew is not taken by halves, the row is named, and it is taken once it is whole', async (t) => {
  const { file, load, says, said } = open(t, rows.join(''))
  assert.deepEqual(await load(), [0, 1, 2])
  writeFileSync(file, rows.join('').slice(0, -9)) // without `,tracked` and the line break
  let isTaken = false
  const next = load().finally(() => {
    isTaken = true
  })
  await says(/ends within line 3: .* The list before still counts\./)
  assert.equal(isTaken, false)
  assert.doesNotMatch(said(), /351234/, 'no number is named')
  appendFileSync(file, ',tracked\n')
  assert.deepEqual(await next, [0, 1, 2])
})

test('a file that is emptied to be written anew is waited for, however often half of it is found', async (t) => {
  const { file, load, says } = open(t, rows.join(''))
  await load()
  writeFileSync(file, '')
  const next = load()
  await says(/no row that can be used/)
  writeFileSync(file, `${rows[0]}3569`)
  await says(/ends within line 2/)
  writeFileSync(`${file}.new`, rows.join(''))
  renameSync(`${file}.new`, file)
  assert.deepEqual(await next, [0, 1, 2])
})

test('at the start a list that ends within a row ends the node, one whose last row only lacks its line break does not', async (t) => {
  for (const cut of ['49015420323', '490154203237518', '490154203237518,', '490154203237518,bloc'])
    await assert.rejects(open(t, `imei,status\n${rows[1]}${cut}`).load(), (error) => {
      assert.ok(error instanceof NoList)
      assert.match(error.message, /ends within line 3/)
      return true
    })
  assert.deepEqual(await open(t, `${rows[1]}490154203237518,blocked`).load(), [0, 0, 2])
  assert.deepEqual(await open(t, `${rows[1]}nonsense\n`).load(), [0, 0, 1], 'a bad row that is whole is only named')
  await assert.rejects(open(t, 'imei,status\n').load(), NoList)
})
