// Somebody who measures how long the buyer's page takes, to learn what it does not say. From many addresses, because one may
// ask twenty times a minute. One NDJSON line a check: what kind of number it was, and how long the answer took (ms).
import { request } from 'node:http'
import { registeredImei, stolenImei, unknownImei } from '../checks/keys.ts'

type Input = { readonly whole: number; readonly listed: number; readonly each: number; readonly sideBySide: number }
const input = JSON.parse(process.argv[2] ?? '{}') as Input

const kinds = { stolen: stolenImei, registered: registeredImei, unknown: unknownImei }
const headings = { stolen: 'Do not buy', registered: 'No theft', unknown: 'No theft' }
type Kind = keyof typeof kinds
const all = Object.keys(kinds) as Kind[]

const perAddress = 15
let checks = 0
const addressOf = (n: number) => {
  const at = Math.floor(n / perAddress)
  return `127.40.${Math.floor(at / 250)}.${1 + (at % 250)}`
}

function check(imei: string, localAddress: string, heading: string): Promise<number> {
  const body = `imei=${imei}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const options = { port: input.whole, host: '127.0.0.1', localAddress, path: '/check', method: 'POST', headers }
    const sent = request(options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => {
        const took = performance.now() - began
        if (text.includes(heading)) resolve(took)
        else reject(new Error(`Another answer (${answer.statusCode}): ${text.slice(0, 200)}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The three kinds in an order drawn anew each time, so that none always comes after another. */
const order: Kind[] = Array.from({ length: input.each }, () =>
  all.map((kind) => ({ kind, at: Math.random() })).sort((a, b) => a.at - b.at),
).flatMap((three) => three.map(({ kind }) => kind))

async function walk(): Promise<void> {
  for (let kind = order.pop(); kind; kind = order.pop()) {
    const n = checks++
    const ms = await check(kinds[kind]((n * 7919) % input.listed), addressOf(n), headings[kind])
    process.stdout.write(`${JSON.stringify({ at: Date.now(), kind, ms })}\n`)
  }
}

for (let warm = 0; warm < 30; warm++) await check(unknownImei(warm), `127.41.0.${1 + warm}`, headings.unknown)
await Promise.all(Array.from({ length: input.sideBySide }, walk))
process.exit(0)
