// The victims of bench/panic-to-block, as people apart from the server: they use the public pages and the API only. One line
// for each report: when the first tap went out, when it was accepted, and by which the receipts are found again.
import { setTimeout as pause } from 'node:timers/promises'
import { checkDigit } from '#lib/imei/check-digit'
import { type Person, personAt } from '../../simulators/city/person.ts'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'

type Input = {
  readonly origin: string
  readonly seconds: number
  readonly perSecond: number
  /**
   * `card`: an enrolled owner's panic card. `handler`: a call handler reports by API. `phone`: a borrowed phone, two pages.
   * `claim`: the first page only.
   */
  readonly ways: readonly (readonly [Way, number])[]
  /** First of the numbers that these reports use, so that two loads do not meet. */
  readonly from: number
  /** Panic cards of enrolled owners, each used once. */
  readonly cards?: readonly { readonly line: string; readonly card: string }[]
}
type Way = 'card' | 'handler' | 'phone' | 'claim'

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const total = input.seconds * input.perSecond

const imeiOf = (n: number) => {
  const body = `35921407${String(n % 1_000_000).padStart(6, '0')}`
  return body + checkDigit(body)
}
/** Numbers kept for fiction: Ofcom's thousand, then the hundred of each North American area code. */
const enrolled = input.cards?.length ?? 0
const cards = [...(input.cards ?? [])]
let phones = 0
const nextPhone = () => `+447700900${String(enrolled + (phones++ % (1000 - enrolled))).padStart(3, '0')}`
const americanLine = (n: number) => `+1${201 + (Math.floor(n / 100) % 700)}55501${String(n % 100).padStart(2, '0')}`

const handler = personAt(input.origin)
await handler.signIn('demo-met.control-room-operator', 'respond-to-theft')

const out = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** Milliseconds since 1970, with their fractions: a report that takes 8 of them is compared within a fifth. */
const preciseNow = () => performance.timeOrigin + performance.now()

async function byHandler(n: number) {
  const sent = preciseNow()
  const seen = await handler.json('/api/reports', { imeis: [imeiOf(n)], method: 'snatch' })
  const accepted = preciseNow()
  const took = { way: 'handler', sent, first: accepted, accepted, status: seen.status }
  out({ ...took, case: seen.status === 201 ? (JSON.parse(seen.text) as { case: string }).case : null })
}

async function byPhone(n: number, goOn: boolean) {
  const person: Person = personAt(input.origin, { address: addressOf(n) })
  const line = goOn ? nextPhone() : americanLine(n)
  const sent = Date.now()
  const opened = await person.get('/report')
  const pressed = Date.now()
  const first = await person.send('/report', { line, method: 'snatch', place: 'Oxford Circus' })
  const took = { way: goOn ? 'phone' : 'claim', line, sent, opened: opened.at, pressed, first: first.at }
  if (!goOn || first.status >= 400) {
    out({ ...took, accepted: first.at, status: first.status })
    return person.leave()
  }
  const { name, postcode } = subscriberOf(line)
  const said = Date.now()
  const token = /name="token" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
  const second = await person.send('/report/who', { token, skip: '', name, born: '', postcode })
  out({ ...took, said, accepted: second.at, status: second.status })
  await person.leave()
}

async function byCard(n: number) {
  const mine = cards.shift()
  if (!mine) return byHandler(n) // every card was used
  const person = personAt(input.origin, { address: addressOf(n) })
  const sent = Date.now()
  const seen = await person.send('/stop', { code: mine.card, method: 'snatch', danger: 'no' })
  await person.leave()
  out({ way: 'card', line: mine.line, sent, first: seen.at, accepted: seen.at, status: seen.status })
}

/** People do not share one address; those at one station do, so that a few here do too. */
const addressOf = (n: number) => `127.30.${Math.floor(n / 3) % 250}.${1 + (n % 50)}`

const weights = input.ways.reduce((sum, [, weight]) => sum + weight, 0)
/** The mix comes out exactly, spread evenly. */
const wayOf = (n: number): Way => {
  let left = (n * 7919) % weights
  for (const [way, weight] of input.ways) {
    left -= weight
    if (left < 0) return way
  }
  return 'handler'
}

const acts: Record<Way, (n: number) => Promise<unknown>> = {
  card: byCard,
  handler: byHandler,
  phone: (n) => byPhone(n, true),
  claim: (n) => byPhone(n, false),
}

const began = Date.now()
const running: Promise<unknown>[] = []
for (let n = 0; n < total; n++) {
  await pause(Math.max(0, began + (n * 1000) / input.perSecond - Date.now()))
  const way = wayOf(n)
  const act = acts[way](input.from + n)
  running.push(act.catch((error) => out({ way, sent: Date.now(), status: 0, why: String(error) })))
}
await Promise.all(running)
await handler.leave()
