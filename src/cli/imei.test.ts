import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const program = `
  import { Command } from 'commander'
  import imei from ${JSON.stringify(new URL('imei.ts', import.meta.url).href)}
  const program = new Command()
  imei(program)
  await program.parseAsync(['node', 'ringback', 'imei', 'parse', ...process.argv.slice(1)])`

/** Runs `ringback imei parse` in a process of its own, as a shell would. */
async function parse(input: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], { stdio: 'pipe' })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
    child.stdin.end(input),
  ])
  return { out: out.trimEnd().split('\n').filter(Boolean), err, code }
}

const line = (id: unknown, input: unknown, context: string) => `${JSON.stringify({ id, input, context })}\n`

test('one answer a line, in order, with the id given back', async () => {
  const input =
    line('a', '49-015420-323751-8', 'human') + line(2, 'imei-490154203237510', 'pei') + line(null, '', 'map')
  const { out, err, code } = await parse(input)
  assert.deepEqual(out, [
    '{"id":"a","valid":true,"kind":"IMEI","norm14":"49015420323751","check":"valid","reason":""}',
    '{"id":2,"valid":true,"kind":"IMEI","norm14":"49015420323751","check":"not-checked","reason":""}',
    '{"id":null,"valid":false,"kind":null,"norm14":null,"check":null,"reason":"empty"}',
  ])
  assert.deepEqual([err, code], ['', 0])
})

test('a line that is not JSON is named by its number, the rest is still read, and the exit code says so', async () => {
  const bad = '{"id":"b","input":"490154203237518\n'
  const input = [line('a', '490154203237518', 'human'), bad, '\n', line('c', '35693803564380', 's13')].join('')
  const { out, err, code } = await parse(input)
  assert.equal(err, 'Line 2 is not JSON.\n')
  assert.equal(code, 1)
  assert.deepEqual(
    out.map((answer) => JSON.parse(answer)).map(({ id, reason }) => [id, reason]),
    [
      ['a', ''],
      [null, null],
      ['c', ''],
    ],
  )
})

test('a line without a known context or with no text is refused without repeating it', async () => {
  const input = `${line('a', '490154203237518', 'telepathy')}7\n[]\n${line('d', { n: 1 }, 'human')}{"id":"e"}\n`
  const { out, err, code } = await parse(input)
  assert.equal(out.length, 5)
  assert.match(
    err,
    /^Line 1 needs a "context" out of human, .*\nLine 2 is not an object.*\nLine 3 .*\nLine 4 needs an "input"/,
  )
  assert.ok(!err.includes('490154'))
  assert.equal(JSON.parse(out[0] ?? '').id, 'a')
  assert.equal(code, 1)
})

test('a number written as a JSON number, a BOM, CRLF and a raw line separator inside a string are all read', async () => {
  const input = `\ufeff${line(1, 490154203237518, 'csv-import')}{"id":2,"input":"490154\u2028203237518","context":"human"}\r\n`
  const { out, code } = await parse(input)
  assert.deepEqual(
    out.map((answer) => JSON.parse(answer).norm14),
    ['49015420323751', '49015420323751'],
  )
  assert.equal(code, 0)
})

test('a file is read as standard input is; a file that is not there is said so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-imei-'))
  const file = join(folder, 'numbers.jsonl')
  await writeFile(file, line(1, '490154203237518', 'human').repeat(20_000))
  const { out, code } = await parse('', file)
  assert.deepEqual([out.length, code], [20_000, 0])
  const gone = await parse('', join(folder, 'gone.jsonl'))
  assert.deepEqual([gone.out, gone.code], [[], 3])
  assert.match(gone.err, /cannot be opened/)
  await rm(folder, { recursive: true })
})

test('a reader that stops early (| head) ends the command quietly', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' })
  child.stdin.on('error', () => {})
  child.stdin.end(line(1, '490154203237518', 'human').repeat(200_000))
  child.stdout.once('data', () => child.stdout.destroy())
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  assert.deepEqual([err, code], ['', 0])
})
