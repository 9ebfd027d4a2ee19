// Owners who prepare before a theft, by the same pages as everybody: the code is read from their own phone's messages.
import { setTimeout as pause } from 'node:timers/promises'
import { personAt } from '../../simulators/city/person.ts'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'

type Input = {
  readonly origin: string
  readonly notify: string
  readonly lines: number
  readonly banks: readonly string[]
}
const input = JSON.parse(process.argv[2] ?? '{}') as Input
const sideBySide = 6

type Message = { readonly to: string; readonly at: string; readonly text: string }

async function codeFor(line: string, after: string): Promise<string> {
  for (let tries = 0; tries < 60; tries++) {
    const all = (await (await fetch(`${input.notify}/_messages`)).json()) as Message[]
    const mine = all.filter((one) => one.to === line && one.at >= after && /code: \d{6}/.test(one.text))
    const [newest] = mine.sort((a, b) => (a.at < b.at ? 1 : -1))
    if (newest) return /code: (\d{6})/.exec(newest.text)?.[1] ?? ''
    await pause(250)
  }
  throw new Error(`No code came for a number ending ${line.slice(-3)}.`)
}

async function enrol(n: number): Promise<void> {
  const line = `+447700900${String(n).padStart(3, '0')}`
  const person = personAt(input.origin, { address: `127.20.${Math.floor(n / 200)}.${1 + (n % 200)}` })
  const { name, imeis } = subscriberOf(line)
  const own = [input.banks[n % input.banks.length] ?? '', input.banks[(n * 7 + 3) % input.banks.length] ?? '']
  const after = new Date(Date.now() - 50).toISOString()
  const asked = await person.send('/enrol', {
    ...{ line, name, email: `owner-${n}@pretend.example`, maker: 'demo-google', mayLocate: 'yes' },
    ...{ trustedName: '', trustedContact: '', banks: [...new Set(own)], imei: imeis.join(' ') },
  })
  const path = new URL(asked.url)
  const done = await person.send(path.pathname + path.search, { code: await codeFor(line, after) })
  const card = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(done.text)?.[0]
  if (!card) throw new Error(`The page after the code showed no card (${done.status}).`)
  await person.leave()
  process.stdout.write(`${JSON.stringify({ line, card })}\n`)
}

let next = 0
const work = async () => {
  while (next < input.lines) await enrol(next++)
}
await Promise.all(Array.from({ length: sideBySide }, work))
