// node bin/run.mjs test/drills/kill-drill.ts --kills 200 --seed 1
//
// Kills parts of a whole Ringback with SIGKILL at random moments while a force's machine reports thefts, then sets what
// was acknowledged against ledger, actions and the effect journals of the pretend operators. Progress on standard error,
// one JSON line on standard output; exit 1 when anything was lost or doubled. It has its own data folder and ports.
//
// What it cannot show: SIGKILL leaves the kernel's file cache alone, so it says nothing about a power cut. That the disk
// is waited for is shown by test/durability.test.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Installation, install } from '#test/support/installation'
import { lineOf } from '#test/support/processes'
import { type Account, account } from './kill-drill/account.ts'
import { readBooks, stillWaiting } from './kill-drill/books.ts'
import { findVictims, killAll, type Victim, victims } from './kill-drill/victims.ts'

const operatorCount = 3
const forces = ['force-one', 'force-two']

type Acknowledged = { case: string; imei: string; tries: number; ms: number }
type Line = Acknowledged | { case: string; unexpected: number; code?: string }

const say = (text: string) => process.stderr.write(`${text}\n`)
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0

/** mulberry32: enough to repeat the order of a drill's kills. Their effect still depends on the machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The pretend operators beside the installation, started again when they were killed. */
async function keepOperators(installation: Installation) {
  const { dataDir, port } = installation
  let child: ChildProcess | undefined
  let stopping = false
  const start = () => {
    const args = [dataDir, installation.serverUrl(), installation.ownerUrl(), String(port + 90), String(operatorCount)]
    child = spawn(process.execPath, [file('../support/pretend-operators.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child.once('exit', () => !stopping && setTimeout(start, 100))
    return child
  }
  await lineOf(start(), (line) => line === 'registered')
  return {
    pid: () => child?.pid,
    stop: () => {
      stopping = true
      child?.kill('SIGKILL')
    },
  }
}

async function registerForces(installation: Installation) {
  const clients: { clientId: string; secret: string }[] = []
  for (const slug of forces) {
    const added = await installation.ringback('partner', 'add', slug, '--name', slug, '--sort', 'force', '--demo')
    if (added.code !== 0) throw new Error(`${slug} was not registered: ${added.err}`)
    const { clientId, secret } = JSON.parse(added.out) as { clientId: string; secret: string }
    clients.push({ clientId, secret })
  }
  return clients
}

function startReporting(input: object) {
  const child = spawn(process.execPath, [file('kill-drill/reporting-force.ts'), JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const lines: Line[] = []
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Line))
  const ended = once(child, 'close')
  return {
    lines,
    /** Lets it finish what it began. */
    finish: async () => {
      child.kill('SIGTERM')
      const tooLong = setTimeout(() => child.kill('SIGKILL'), 120_000)
      const [code] = await ended
      clearTimeout(tooLong)
      if (code !== 0) throw new Error('A report was not acknowledged within two minutes after the last kill.')
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

/** Waits until every part runs in a process that was not killed, and says that it is ready. */
async function untilWhole(installation: Installation, find: () => Map<Victim, number[]>, killed: ReadonlySet<number>) {
  const runs = (pids: readonly number[]) => pids.some((pid) => !killed.has(pid))
  for (const end = performance.now() + 120_000; performance.now() < end; await sleep(50))
    if ([...find().values()].every(runs) && (await installation.ready())) return
  throw new Error('Ringback was not whole again two minutes after a kill.')
}

type Kills = { readonly times: number[]; readonly by: Record<string, number> }

/** One kill at a random moment; every other time the next one waits until everything runs again. */
async function killOften(
  kills: number,
  random: () => number,
  installation: Installation,
  operatorsPid: () => number | undefined,
): Promise<Kills> {
  const find = () => findVictims(installation.startPid(), operatorsPid())
  const killed = new Set<number>()
  const result: Kills = { times: [], by: {} }
  for (let done = 0; done < kills; ) {
    await sleep(random() * 700)
    const victim = victims[Math.floor(random() * victims.length)] ?? 'start'
    const found = find().get(victim) ?? []
    const chosen = victim === 'one backend' ? found.slice(Math.floor(random() * found.length)).slice(0, 1) : found
    const dead = killAll(chosen)
    if (dead.length === 0) continue // it is being started again just now: another one
    const at = performance.now()
    for (const pid of dead) killed.add(pid)
    done++
    result.by[victim] = (result.by[victim] ?? 0) + 1
    if (done % 10 === 0 || done === kills) say(`${done} of ${kills} kills`)
    if (random() < 0.5 && done < kills) continue
    await untilWhole(installation, find, killed)
    const ms = performance.now() - at
    result.times.push(ms)
    if (ms > 10_000) say(`${victim}: ${Math.round(ms / 1000)} s until whole again`)
  }
  return result
}

async function untilQuiet(installation: Installation): Promise<void> {
  let waiting: string | undefined
  for (const end = performance.now() + 180_000; performance.now() < end; await sleep(250)) {
    waiting = await stillWaiting(installation.ownerUrl())
    if (waiting === undefined) return
  }
  say(`Not quiet after three minutes: ${waiting}`)
}

/** The commands that look for themselves whether all is as it should be. */
async function ask(installation: Installation) {
  const verify = await installation.ringback('verify', '--json')
  const rebuild = await installation.ringback('rebuild', 'imei_status', '--check', '--json')
  if (verify.code !== 0) say(`verify: ${verify.out}${verify.err}`)
  if (rebuild.code !== 0) say(`rebuild: ${rebuild.out}${rebuild.err}`)
  return { verifyFindsNothing: verify.code === 0, viewEqualsRebuild: rebuild.code === 0 }
}

/** The end of what the installation said, without the lines of requests and actions that went well. */
const lastWords = ({ output }: Installation) =>
  output()
    .split('\n')
    .filter((line) => !line.startsWith('{"level":30'))
    .slice(-60)
    .map((line) => line.slice(0, 400))
    .join('\n')

const counts = (found: Account) =>
  Object.fromEntries(Object.entries(found).map(([name, list]) => [name, (list as readonly string[]).length]))

/** Sets everything against everything, when all is quiet. */
async function judge(installation: Installation, lines: readonly Line[]) {
  const acknowledged = lines.filter((line): line is Acknowledged => 'ms' in line)
  const unexpected = lines.filter((line) => 'unexpected' in line)
  const cases = acknowledged.map((line) => line.case)
  const books = await readBooks(installation, cases)
  const found = account(books)
  const asked = await ask(installation)
  for (const [name, list] of Object.entries(found)) if (list.length > 0) say(`${name}: ${list.slice(0, 5).join(', ')}`)
  if (unexpected.length > 0) say(`unexpected: ${JSON.stringify(unexpected.slice(0, 5))}`)
  const waits = acknowledged.map(({ ms }) => ms).sort((a, b) => a - b)
  return {
    holds:
      Object.values(found).every((list) => list.length === 0) &&
      unexpected.length === 0 &&
      acknowledged.length > 0 &&
      asked.verifyFindsNothing &&
      asked.viewEqualsRebuild,
    ...{ acknowledged: acknowledged.length, unexpected: unexpected.length },
    ...{ actionsOwed: books.events.flatMap(({ owes }) => owes).length, ...counts(found), ...asked },
    repeatedReports: acknowledged.filter(({ tries }) => tries > 1).length,
    acknowledgeMs: { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), max: quantile(waits, 1) },
  }
}

async function drill(kills: number, seed: number): Promise<boolean> {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const installation = await install()
  await using started = new AsyncDisposableStack()
  started.defer(() => installation.stop())
  try {
    const operators = started.adopt(await keepOperators(installation), ({ stop }) => stop())
    const clients = await registerForces(installation)
    const load = { origin: installation.origin, clients, perClient: 3, pauseMs: 250, seed }
    const reporting = started.adopt(startReporting(load), ({ stop }) => stop())
    say(`Everything runs (${seconds()} s); killing begins.`)
    const { times, by } = await killOften(kills, seeded(seed), installation, operators.pid)
    await reporting.finish()
    await untilQuiet(installation)
    const verdict = await judge(installation, reporting.lines)
    const restarts = times.toSorted((a, b) => a - b)
    const restartMs = { p50: Math.round(quantile(restarts, 0.5)), max: Math.round(quantile(restarts, 1)) }
    const refusedStarts = installation.refusedStarts()
    const result = { kills, seed, killed: by, ...verdict, restartMs, refusedStarts, seconds: seconds() }
    process.stdout.write(`${JSON.stringify(result)}\n`)
    if (!verdict.holds) say(lastWords(installation))
    return verdict.holds
  } catch (error) {
    say(lastWords(installation))
    throw error
  }
}

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})
process.exitCode = (await drill(Number(values.kills), Number(values.seed))) ? 0 : 1
