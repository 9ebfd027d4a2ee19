import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commandHere } from '#test/support/command'
import { becomes, lineOf, program } from '#test/support/processes'
import { avp, cer, ecr, imei, numberOf, openClient, openMme, terminal, text, verdictOf } from '../eir/s13/testing.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const path = '/n5g-eir-eic/v1/equipment-status?pei='

async function listOf(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-eir-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'list.csv')
  await writeFile(file, text)
  return file
}

test('an operator runs a node from a file, has it read anew, and stops it; nothing it writes names a handset', async (t) => {
  const file = await listOf(t, 'imei,status\n490154203237518,blocked\n4901542032375188888,blocked\n')
  const child = program(t, [process.execPath, main, 'eir', '--list', file, '--port', '0'])
  let said = ''
  child.stderr?.on('data', (data) => {
    said += data
  })
  const line = await lineOf(child)
  const [, answers, health] = /^Answering on (\S+), metrics and health on (\S+)$/.exec(line) ?? []
  const ask = async (imei: string) => (await fetch(`${answers}${path}imei-${imei}`)).status
  assert.deepEqual([await ask('490154203237510'), await ask('356938035643809')], [200, 404])
  assert.match(await (await fetch(`${health}/metrics`)).text(), /ringback_eir_listed\{status="blocked"\} 1/)
  await writeFile(file, '356938035643809,tracked\n')
  child.kill('SIGHUP')
  assert.ok(await becomes(async () => (await ask('356938035643809')) === 200))
  assert.equal(await ask('490154203237510'), 404)
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
  assert.match(said, /^Line 3: An IMEI has 15 digits/m)
  assert.match(said, /The list has 1 handsets/)
  assert.doesNotMatch(said, /490154|356938/)
})

test('an operator has the node answer a 4G core too, under a name of its own, and only the hosts that it names', async (t) => {
  const file = await listOf(t, 'imei,status\n490154203237518,blocked\n')
  const names = ['--s13-origin-host', 'eir.north.example', '--s13-peer', 'mme.localdomain', 'mme2.localdomain']
  const options = ['--list', file, '--port', '0', '--s13-port', '0', ...names]
  const line = await lineOf(program(t, [process.execPath, main, 'eir', ...options]))
  const port = Number(/ and Diameter S13 on TCP port (\d+), metrics/.exec(line)?.[1])
  const { ask } = await openMme(t, port)
  const asked = ecr({ terminal: terminal(imei('49015420323751')), realm: avp(283, text('north.example')) })
  assert.equal(verdictOf(await ask(asked)), 'status 1')
  const stranger = await openClient(t, port)
  assert.equal(numberOf(await stranger.ask(cer({ host: 'mme3.localdomain' })), 268), 3010)
})

test('options that do not fit are refused in one sentence', async (t) => {
  const file = await listOf(t, '')
  for (const [options, words] of [
    [['--unknown', 'blocked'], /blocked is never a default/],
    [['--port', '70000'], /--port is a number/],
    [['--once', '0'], /--once is a number of minutes/],
    [['--agree-every', 'often'], /--agree-every is a number of minutes/],
    [['--nats-url', 'nats.example:4222'], /--nats-url is nats:\/\/ or tls:\/\//],
    [['--nats-url', 'nats://nats.example'], /--nats-url needs --feed-key/],
    [['--ledger-key', 'a+0+b'], /--ledger-key needs --feed-key/],
    [['--centre', 'https://ringback.example'], /--client-id and --secret-file/],
    [['--s13-port', 'x'], /--s13-port is a number/],
    [['--s13-peer', 'mme.localdomain'], /need --s13-port/],
    [['--s13-port', '0', '--s13-origin-host', 'no host'], /no host is not the name of a host/],
  ] as const) {
    const { code, err } = await commandHere(['eir', '--list', file, ...options], {})
    assert.equal(code, 2)
    assert.match(err, words)
  }
  const { code, err } = await commandHere(['eir', '--list', `${file}.none`, '--port', '0'], {})
  assert.equal(code, 3)
  assert.match(err, /ENOENT/)
})

test('a list without one row that can be used does not start: it would let everybody in', async (t) => {
  for (const text of ['', 'imei,status\n', 'imei,status\n490154203237518,stolen\n']) {
    const file = await listOf(t, text)
    const child = program(t, [process.execPath, main, 'eir', '--list', file, '--port', '0'])
    let said = ''
    child.stderr?.on('data', (data) => {
      said += data
    })
    child.stdout?.on('data', () => child.kill()) // it answers: no use waiting
    assert.deepEqual(await once(child, 'close'), [2, null])
    assert.match(said, /has no row that can be used/)
  }
})

test('two nodes do not share a folder, however it is written', async (t) => {
  const file = await listOf(t, 'imei,status\n490154203237518,blocked\n')
  const folder = join(file, '..')
  await symlink(folder, `${folder}-link`)
  t.after(() => rm(`${folder}-link`))
  const secret = join(folder, 'secret')
  await writeFile(secret, 'secret')
  const centre = ['--centre', 'http://127.0.0.1:9', '--client-id', 'north', '--secret-file', secret]
  const node = (data: string) => [main, 'eir', '--list', file, '--port', '0', ...centre, '--data', data]
  await lineOf(program(t, [process.execPath, ...node(join(folder, 'eir'))]))
  for (const data of [`${folder}/./eir`, `${folder}/eir/`, `${folder}-link/eir`]) {
    const second = program(t, [process.execPath, ...node(data)])
    let said = ''
    second.stderr?.on('data', (text) => {
      said += text
    })
    second.stdout?.on('data', () => second.kill()) // it answers: no use waiting
    assert.deepEqual(await once(second, 'close'), [3, null])
    assert.match(said, /give this one another --data/)
  }
})
