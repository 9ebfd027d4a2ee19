// The victims of bench/victims-rush, from many addresses. One NDJSON line a report: the way, when each thing was sent and
// answered (ms since 1970), and the case where the API told it. Written for little work a request: server and load share the
// processors.
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { checkDigit } from '#lib/imei/check-digit'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import { fictionLine } from '../victims/fiction.ts'

type Input = {
  readonly port: number
  readonly seconds: number
  readonly perSecond: number
  /** Of the numbers kept for fiction: report `n` is of the one that stands so many after this. */
  readonly firstLine: number
  readonly cards: readonly { readonly line: string; readonly card: string }[]
  readonly tokens: readonly string[]
  /** Of a hundred reports, so many by a call handler. */
  readonly byHandler: number
}
const input = JSON.parse(process.argv[2] ?? '{}') as Input
const total = input.seconds * input.perSecond
const addresses = 240
const agents = Array.from(
  { length: addresses },
  (_, n) =>
    new Agent({
      keepAlive: true,
      maxSockets: 32,
      ...{ localAddress: `127.50.${Math.floor(n / 200)}.${1 + (n % 200)}` },
    }),
)
const clock = () => performance.timeOrigin + performance.now()
const out = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

type Seen = { readonly status: number; readonly text: string; readonly location: string; readonly cookie: string }
type Sending = { readonly body?: string; readonly headers?: Record<string, string> }

function ask(agent: Agent, path: string, { body, headers = {} }: Sending = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: input.port, path, agent, method: body === undefined ? 'GET' : 'POST' }
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = request(
      { ...options, headers: { host: `localhost:${input.port}`, ...headers, ...length } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, ...headersOf(answer) }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
const headersOf = ({ headers }: IncomingMessage) => ({
  location: headers.location ?? '',
  cookie: (headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; '),
})

const origin = `http://localhost:${input.port}`
const form = (fields: Record<string, string>, cookie: string): Sending => ({
  body: new URLSearchParams(fields).toString(),
  headers: {
    origin,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    ...(cookie && { cookie }),
  },
})
const heading = ({ status, text }: Seen) => `${status} ${/<h1[^>]*>\s*([^<]+)/.exec(text)?.[1]?.trim() ?? ''}`

/** The receipt after a form; throws with what came instead. */
async function receiptAfter(agent: Agent, seen: Seen, cookie: string): Promise<void> {
  if (seen.status !== 303 || !seen.location.endsWith('/report/receipt')) throw new Error(heading(seen))
  const receipt = await ask(agent, seen.location, { headers: { accept: 'text/html', cookie: seen.cookie || cookie } })
  if (receipt.status !== 200) throw new Error(heading(receipt))
}

async function byName(agent: Agent, n: number) {
  const line = fictionLine(input.firstLine + n)
  const opening = clock()
  const page = await ask(agent, '/report', { headers: { accept: 'text/html' } })
  const sent = clock()
  const fields = { line, method: 'snatch', place: 'Oxford Circus', safe: '' }
  const first = await ask(agent, '/report', form(fields, page.cookie))
  const answered = clock()
  const token = /name="token" value="([^"]+)"/.exec(first.text)?.[1]
  if (first.status !== 200 || !token) throw new Error(heading(first))
  const { name, postcode } = subscriberOf(line)
  const said = clock()
  const second = await ask(agent, '/report/who', form({ token, skip: '', name, born: '', postcode }, first.cookie))
  if (second.status !== 200 || !/We have your report[\s\S]*Your code/.test(second.text))
    throw new Error(heading(second))
  return { way: 'name', opened: sent - opening, ms: [answered - sent, clock() - said] }
}

async function byCard(agent: Agent, card: string) {
  const sent = clock()
  const seen = await ask(agent, '/stop', form({ code: card, method: 'snatch', danger: 'no' }, ''))
  await receiptAfter(agent, seen, '')
  return { way: 'card', ms: [clock() - sent] }
}

const imeiOf = (n: number) => {
  const body = `35921407${String(n).padStart(6, '0')}`
  return body + checkDigit(body)
}

async function byHandler(agent: Agent, n: number) {
  const body = JSON.stringify({
    number: fictionLine(input.firstLine + n),
    readBack: true,
    imeis: [imeiOf(n)],
    method: 'robbery',
  })
  const authorization = `Bearer ${input.tokens[n % input.tokens.length]}`
  const headers = { authorization, 'ringback-purpose': 'respond-to-theft', 'content-type': 'application/json' }
  const sent = clock()
  const seen = await ask(agent, '/api/reports', { body, headers })
  const ms = clock() - sent
  if (seen.status !== 201) throw new Error(`${seen.status} ${seen.text.slice(0, 200)}`)
  return { way: 'handler', ms: [ms] }
}

const everyCard = Math.max(1, Math.floor(total / Math.max(1, input.cards.length)))
async function report(n: number): Promise<void> {
  const agent = agents[n % addresses] as Agent
  const card = n % everyCard === 0 ? input.cards[n / everyCard] : undefined
  const way = card ? 'card' : (n * 37) % 100 < input.byHandler ? 'handler' : 'name'
  const at = Date.now()
  try {
    const done = card
      ? await byCard(agent, card.card)
      : way === 'handler'
        ? await byHandler(agent, n)
        : await byName(agent, n)
    out({ at, ...done })
  } catch (error) {
    out({ at, way, ms: [], why: String(error) })
  }
}

const began = performance.now()
const under: Promise<void>[] = []
for (let n = 0; n < total; n++) {
  const early = began + (n * 1000) / input.perSecond - performance.now()
  if (early > 1) await pause(early)
  under.push(report(n))
}
await Promise.all(under)
process.stdout.write('', () => process.exit(0))
