// Asks a node over Diameter S13 and a bare TCP server beside it, from a process and a processor of its own, on one connection
// each with many questions under way. One NDJSON line a measurement, as bench/load/eir.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { blockedKey, freeKey } from '../eir/keys.ts'
import { answerLength, askOnOneConnection, identityCheck, type Question } from '../eir/mme.ts'

type Input = { listed: number; rounds: number; seconds: number; underWay: number; atOnce: number }
const { listed, rounds, seconds, underWay, atOnce } = JSON.parse(process.argv[2] ?? '{}') as Input
const say = (line: object) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`)

const pinned = cpus().length > 1 && tasksetWorks()
function tasksetWorks(): boolean {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(cpus().length - 1), String(process.pid)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function start(kind: 'bare-tcp' | 's13') {
  const program = [process.execPath, fileURLToPath(new URL('../eir/server.ts', import.meta.url)), kind, String(listed)]
  const [file = '', ...args] = pinned ? ['taskset', '-c', '0', ...program] : program
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return { kind, port: Number(String(port)), pid: child.pid ?? 0, stop: () => child.stdin.end() }
}

/** Processor time of all threads of a process so far (ms), by the scheduler's count. */
function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return spent.reduce((all, one) => all + Number(one), 0) / 1e6
}

/** One in a thousand is blocked. */
const isHit = (n: number) => n % 1000 === 0
const questions: Question[] = Array.from({ length: 102_400 }, (_, n) => {
  const bytes = identityCheck(n, isHit(n) ? blockedKey((n * 97) % listed) : freeKey(n * 31))
  return { bytes, answerBytes: answerLength(n, isHit(n)) }
})
const unchecked = questions.map(({ bytes }) => ({ bytes, answerBytes: 0 }))

const node = await start('s13')
const bare = await start('bare-tcp')
for (let round = 0; round < rounds; round++) {
  // Each is first in turn: what one leaves behind in the processor strikes both alike.
  for (const server of round % 2 === 0 ? [bare, node] : [node, bare]) {
    let before = 0
    const measured = await askOnOneConnection(server.port, server === node ? questions : unchecked, {
      ...{ underWay, atOnce, ms: seconds * 1000, warmUpMs: round === 0 ? 3000 : 200, greet: server === node },
      onStart: () => {
        before = cpuMs(server.pid)
      },
    })
    say({ what: server.kind, round, pinned, ...measured, cpuMs: cpuMs(server.pid) - before })
  }
}
node.stop()
bare.stop()
