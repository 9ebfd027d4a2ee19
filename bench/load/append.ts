// The writers of bench/append, in a process apart from the database server. One NDJSON line a commit: when it was asked
// for (ms since the epoch) and how long it took (ms).
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { imeiStatus } from '#modules/register/views/imei-status'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'

type Input = {
  mode: 'bare' | 'ledger'
  ownerUrl: string
  serverUrl: string
  writers: number
  seconds: number
  actions: number
  /** Every inline view that the program has, or only the status of the IMEI. */
  everyView?: boolean
}

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const operators = Array.from({ length: input.actions }, (_, index) => `operator-${index + 1}`)

const imeiOf = (serial: number) => {
  const body = `35${String(serial % 1e12).padStart(12, '0')}`
  const sum = [...body].reduce((total, digit, at) => total + luhn(Number(digit), at % 2 === 1), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
const luhn = (digit: number, doubled: boolean) => (doubled ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit)

const report = () => ({
  case: randomUUID(),
  imeis: [imeiOf(Math.floor(Math.random() * 1e12))],
  method: 'snatch' as const,
  channel: 'force-system' as const,
  means: 'police-handler' as const,
})

/** The bare limit: one durable row with the same body, nothing else. */
async function bare(): Promise<() => Promise<unknown>> {
  const owner = new pg.Client(input.ownerUrl)
  await owner.connect()
  await owner.query(
    'create table if not exists bare (id bigint generated always as identity primary key, body jsonb not null)',
  )
  await owner.query('grant insert on bare to ringback_server')
  await owner.end()
  const pool = new pg.Pool({ connectionString: input.serverUrl, max: input.writers })
  const body = () => JSON.stringify({ ...report(), reviewBy: new Date().toISOString() })
  return () => pool.query({ name: 'bare', text: 'insert into bare (body) values ($1)', values: [body()] })
}

async function ledger(): Promise<() => Promise<unknown>> {
  const database = openDatabase(input.serverUrl, { max: input.writers + 1, pipeline: true })
  const opened = openLedger({
    database,
    views: input.everyView ? [...(await loadCatalogue()).views.values()] : [imeiStatus],
    now: () => new Date(),
    random: Math.random,
  })
  const meta = { actor: 'system:bench', tenant: 'demo', cause: 'bench' }
  return async () => {
    const outcome = await opened.execute(reportTheft, { ...report(), parties: { ...nobody, operators } } as never, {
      ...meta,
      key: randomUUID(),
    })
    if (!outcome.ok) throw new Error(`The bench was refused: ${outcome.refused}`)
  }
}

const once = input.mode === 'bare' ? await bare() : await ledger()
const lines: string[] = []
const until = performance.now() + input.seconds * 1000
await Promise.all(
  Array.from({ length: input.writers }, async () => {
    while (performance.now() < until) {
      const began = performance.now()
      await once()
      lines.push(JSON.stringify({ at: performance.timeOrigin + began, ms: performance.now() - began }))
    }
  }),
)
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0))
