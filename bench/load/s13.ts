// Asks a node over Diameter S13 and a bare TCP server beside it, from a process and a processor of its own, on one connection
// each with many questions under way. One NDJSON line a measurement, as bench/load/eir.
import { fileURLToPath } from 'node:url'
import { blockedKey, freeKey } from '../eir/keys.ts'
import { answerLength, askOnOneConnection, identityCheck, type Question } from '../eir/mme.ts'
import { cpuMs, pinned, startServer } from '../eir/processors.ts'

type Input = { listed: number; rounds: number; seconds: number; underWay: number; atOnce: number }
const { listed, rounds, seconds, underWay, atOnce } = JSON.parse(process.argv[2] ?? '{}') as Input
const say = (line: object) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`)

const program = fileURLToPath(new URL('../eir/server.ts', import.meta.url))
const start = async (kind: 'bare-tcp' | 's13') => ({
  kind,
  ...(await startServer([process.execPath, program, kind, String(listed)])),
})

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
