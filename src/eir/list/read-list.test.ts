import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { keyText } from '../key-number.ts'
import { openDraft } from './draft.ts'
import { readList, type Verdict } from './read-list.ts'
import { fieldsOf } from './rows.ts'
import { openList } from './status-list.ts'

const key = 49015420323751

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-eir-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

async function read(folder: string, text: string | Buffer) {
  const file = join(folder, 'list.csv')
  await writeFile(file, text)
  const list = openList(openDraft(), Date.now)
  const verdicts: Verdict[] = []
  const done = await readList(file, list, { onVerdict: (verdict) => void verdicts.push(verdict) })
  return { list, verdicts, done, lines: verdicts.map(({ line }) => line) }
}

test('every form in which networks write a handset reaches the same key', async (t) => {
  const folder = await folderOf(t)
  const forms = [
    ...['49015420323751', '490154203237518', '490154203237510', '4901542032375107'],
    ...['imei-490154203237518', 'imei-490154203237510', 'imeisv-4901542032375107', 'IMEI-490154203237518'],
    ...['"490154203237518"', ' 490154203237518 ', '49-015420-323751-8', "'490154203237518", '"=""490154203237518"""'],
  ]
  for (const form of forms)
    for (const end of ['\n', '\r\n', ''])
      for (const mark of ['', '\ufeff'])
        for (const header of ['', `imei,status${end || '\n'}`]) {
          const { list, verdicts, done } = await read(folder, `${mark}${header}${form},blocked${end}`)
          assert.deepEqual(verdicts, [], form)
          assert.deepEqual([done.handsets, list.statusOf(key)], [1, 3], form)
        }
})

test('a bad row is named by its line and reason, nothing of it is repeated, and the rest is read', async (t) => {
  const rows = [
    'imei,status',
    '490154203237518,blocked',
    '1234,blocked',
    '',
    '356938035643809,stolen',
    '356938035643809',
    '"356938035643809,blocked',
    '35693803564380O,blocked',
    '3.56938E+14,blocked',
    'A0000000123456,tracked',
    '004400152020008,blocked',
    '004400152020008,permitted',
    ',blocked',
    '"356938035643809","tracked"',
    '\u0000\uffff�,,,,""",',
    '353490069873319;Permitted;seen twice',
  ]
  const { list, verdicts, done, lines } = await read(await folderOf(t), rows.join('\r\n'))
  assert.deepEqual(lines, [3, 5, 6, 7, 8, 9, 10, 11, 13, 15])
  assert.deepEqual(done, { asOf: done.asOf, handsets: 4, repeated: 0, refused: 10, cutAt: undefined })
  assert.deepEqual([key, 35693803564380, 35349006987331, 440015202000].map(list.statusOf), [3, 2, 1, 1])
  const said = verdicts.map(({ says }) => says).join('\n')
  assert.doesNotMatch(said, /\d{5}|stolen/)
  for (const word of [
    '15 digits',
    'none of blocked',
    'is missing',
    'quotation mark',
    'spreadsheet',
    'MEID',
    'test number',
  ])
    assert.ok(said.includes(word), word)
})

test('of two rows for one handset the worse counts, whichever comes first, and it is said', async (t) => {
  const folder = await folderOf(t)
  const row = (status: string) => `490154203237518,${status}\n4901542032375107,`
  for (const [first, second, code] of [
    ['permitted', 'blocked', 3],
    ['blocked', 'permitted', 3],
    ['tracked', 'permitted', 2],
    ['permitted', 'tracked', 2],
    ['tracked', 'blocked', 3],
  ] as const) {
    const { list, verdicts, done } = await read(folder, row(first) + second)
    assert.equal(list.statusOf(key), code)
    assert.deepEqual([done.handsets, done.repeated, done.refused], [1, 1, 0])
    assert.deepEqual([verdicts.length, verdicts[0]?.line], [1, 2])
    assert.match(verdicts[0]?.says ?? '', new RegExp(`as ${first} before and as ${second} here`))
  }
  const same = await read(folder, `${row('blocked')}blocked`)
  assert.deepEqual([same.verdicts, same.done.repeated], [[], 1])
})

test('columns are found by their names; a header without one of them, or a file that is not there, is refused whole', async (t) => {
  const folder = await folderOf(t)
  const { list } = await read(folder, 'Status;Added;IMEI\nblocked;2026-11-27;490154203237518\n')
  assert.equal(list.statusOf(key), 3)
  await assert.rejects(read(folder, 'imei,state\n490154203237518,blocked\n'), /header without a column status/)
  await assert.rejects(
    readList(join(folder, 'none.csv'), openList(openDraft(), Date.now), { onVerdict: () => {} }),
    /ENOENT/,
  )
})

test('an empty file is an empty list, and a file that is no list takes no memory and does no harm', async (t) => {
  const folder = await folderOf(t)
  assert.deepEqual((await read(folder, '')).done.handsets, 0)
  const noise = Buffer.alloc(8 * 1024 * 1024, '49"')
  const { done } = await read(folder, noise)
  assert.deepEqual([done.handsets, done.refused], [0, 1])
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => void (await read(folder, Buffer.from(bytes)))),
    { numRuns: 50 },
  )
})

test('rows that cross the edges of what is read at once are whole', async (t) => {
  const keys = Array.from({ length: 20_000 }, (_, n) => 35_000_000_000_000 + n * 7919)
  const { list, done, verdicts } = await read(
    await folderOf(t),
    keys.map((one, n) => `${keyText(one)}${n % 2 ? '0' : '07'},${n % 3 ? 'blocked' : 'tracked'}`).join('\n'),
  )
  assert.deepEqual([done.handsets, verdicts], [20_000, []])
  for (const [n, one] of keys.entries()) assert.equal(list.statusOf(one), n % 3 ? 3 : 2)
})

test('whatever fields a program writes as CSV are read back', () => {
  const field = fc.string({ unit: fc.constantFrom(...'ab" ,;\t1'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
      const row = fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')
      assert.deepEqual(
        fieldsOf(row),
        fields.map((one) => one.trim()),
      )
    }),
  )
})
