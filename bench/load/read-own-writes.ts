// A force reports a handset; the moment that it is told 201, a dealer and the force ask about it, each over another
// connection. One NDJSON line a pair: whether either answer was stale, and how long the answers took.
import type { Credentials } from '#http/sign-in/partner-client'
import { type Asking, posting, tokenFor } from '../checks/caller.ts'
import { unknownImei } from '../checks/keys.ts'
import { openConnection, type Question } from '../eir/raw-client.ts'

type Input = {
  readonly whole: number
  readonly force: Credentials
  readonly dealer: Credentials
  readonly reporters: readonly Credentials[]
  readonly pairs: number
  readonly sideBySide: number
}
const input = JSON.parse(process.argv[2] ?? '{}') as Input

type Callers = { readonly force: Asking; readonly dealer: Asking; readonly reporters: readonly Asking[] }
let known: { readonly callers: Promise<Callers>; readonly until: number } | undefined

/** A token lives for five minutes. */
async function callers(): Promise<Callers> {
  if (!known || known.until < Date.now()) known = { callers: signIn(), until: Date.now() + 200_000 }
  return known.callers
}

async function signIn(): Promise<Callers> {
  const police = async (one: Credentials) => ({ token: await tokenFor(input.whole, one), purpose: 'respond-to-theft' })
  const reporters: Asking[] = []
  for (const one of input.reporters) reporters.push(await police(one))
  const dealer = { token: await tokenFor(input.whole, input.dealer), purpose: 'check-before-buying' }
  return { force: await police(input.force), dealer, reporters }
}

type Connection = Awaited<ReturnType<typeof openConnection>>
const asked = (connection: Connection, question: Question) =>
  new Promise<boolean>((resolve) =>
    connection.ask(question, (status, answer) =>
      resolve(status === question.status && answer.includes(question.says ?? '')),
    ),
  )

/** Beyond what bench/checks/keys.ts is otherwise asked for. */
const first = 2_000_000
let next = 0

async function ask(): Promise<void> {
  const [reports, atDealer, atForce] = await Promise.all([1, 2, 3].map(() => openConnection(input.whole)))
  if (!reports || !atDealer || !atForce) return
  while (next < input.pairs) {
    const n = next++
    const imei = unknownImei(first + n)
    const { force, dealer, reporters } = await callers()
    const reporter = reporters[n % reporters.length] ?? force
    const report = posting(
      '/api/reports',
      reporter,
      { imeis: [imei], method: 'snatch' },
      { status: 201, says: '"case"' },
    )
    const began = performance.now()
    if (!(await asked(reports, report))) throw new Error('A report was not taken.')
    const took = performance.now()
    const stolen = { status: 200, says: '"status":"stolen"' }
    const [seenByDealer, seenByForce] = await Promise.all([
      asked(atDealer, posting('/api/imei-checks', dealer, { imei }, stolen)),
      asked(atForce, posting('/api/imei-checks/batch', force, { imeis: [imei] }, stolen)),
    ])
    const line = { report: took - began, check: performance.now() - took, stale: !seenByDealer || !seenByForce }
    process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`)
  }
  for (const connection of [reports, atDealer, atForce]) connection.close()
}

await Promise.all(Array.from({ length: input.sideBySide }, ask))
process.exit(0)
