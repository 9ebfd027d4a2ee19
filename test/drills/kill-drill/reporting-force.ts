// The machine of a police force, as a process of its own: it reports thefts and repeats each under the same
// Idempotency-Key until it is acknowledged. One NDJSON line for each acknowledgement, and for each answer that no repetition
// can mend. At SIGTERM it begins nothing new, and ends when all that it began is acknowledged.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkDigit } from '#lib/imei/check-digit'
import { stopSignal, stopWithParent } from '#platform/stop'

type Input = {
  origin: string
  clients: { clientId: string; secret: string }[]
  perClient: number
  pauseMs: number
  seed: number
}

stopWithParent()
const stop = stopSignal(() => {})
const { origin, clients, perClient, pauseMs, seed } = JSON.parse(process.argv[2] ?? '{}') as Input
let serial = seed * 1_000_003

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** A number that was given to nobody before: the drill must tell its handsets apart. */
function newImei(): string {
  const first14 = `35${String(serial++ % 1e12).padStart(12, '0')}`
  return first14 + checkDigit(first14)
}

/** One client of the force: asks for a token when it has none or the old one was refused. */
function openClient({ clientId, secret }: Input['clients'][number]) {
  let token: Promise<string> | undefined
  const ask = async () => {
    const answer = await fetch(`${origin}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(5000),
    })
    const { access_token } = (await answer.json()) as { access_token?: string }
    if (answer.status !== 200 || !access_token) throw new Error(`no token: ${answer.status}`)
    return access_token
  }
  return {
    token: () => {
      token ??= ask()
      token.catch(() => {
        token = undefined
      })
      return token
    },
    drop: () => {
      token = undefined
    },
  }
}

type Client = ReturnType<typeof openClient>

/** One try: the status, or 0 when no answer came, which may mean that the report was taken all the same. */
async function post(client: Client, key: string, body: object): Promise<{ status: number; code?: string }> {
  try {
    const answer = await fetch(`${origin}/api/reports`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await client.token()}`,
        'idempotency-key': key,
        'ringback-purpose': 'respond-to-theft',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5000),
    })
    const { code } = (await answer.json()) as { code?: string }
    return { status: answer.status, ...(code && { code }) }
  } catch {
    return { status: 0 }
  }
}

const mended = (status: number) => status === 0 || status === 401 || status === 429 || status >= 500

async function reportUntilAcknowledged(client: Client): Promise<void> {
  const began = performance.now()
  const [theft, key, imei] = [randomUUID(), randomUUID(), newImei()]
  for (let tries = 1; ; tries++) {
    const { status, code } = await post(client, key, { case: theft, imeis: [imei], method: 'snatch' })
    if (status === 201) return void say({ case: theft, imei, tries, ms: Math.round(performance.now() - began) })
    if (!mended(status)) return void say({ case: theft, unexpected: status, code })
    if (status === 401) client.drop()
    if (tries % 100 === 0) process.stderr.write(`${theft}: ${tries} tries, last answer ${status} ${code ?? ''}\n`)
    await sleep(status === 429 ? 1000 : 100)
  }
}

await Promise.all(
  clients.map(openClient).flatMap((client) =>
    Array.from({ length: perClient }, async () => {
      while (!stop.aborted) {
        await reportUntilAcknowledged(client)
        await sleep(Math.random() * 2 * pauseMs)
      }
    }),
  ),
)
process.stdout.write('', () => process.exit(0))
