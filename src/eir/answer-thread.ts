// One of the threads that answer: see answer-threads.ts. It reads the plane that the main thread changes.
import { parentPort, workerData } from 'node:worker_threads'
import { openPlane, type PlaneMemory } from '#lib/imei/plane/plane'
import { openAnswers } from './answer/answer-target.ts'
import { answerBatch } from './answer/batch.ts'
import type { Asked, Begin, Said } from './answer-threads.ts'
import type { Rules } from './decide.ts'
import { serve } from './http/serve.ts'
import { rulesOf } from './list/exceptions.ts'
import { type Happened, serveS13 } from './s13/serve.ts'

const { host, port, isShared, unknown, plane, exceptions, s13 } = workerData as Begin
const say = (said: Said) => parentPort?.postMessage(said)

const rules: { -readonly [Rule in keyof Rules]: Rules[Rule] } = {
  statusOf: () => 0,
  ...rulesOf(exceptions),
  unknown: unknown === 'permitted' ? 1 : 0,
}
const answerFrom = (memory: PlaneMemory) => {
  rules.statusOf = openPlane(memory).statusOf
}
answerFrom(plane)

/** Attempts of one turn go over together: an answer does not wait for them. */
let attempts: number[] = []
const note = (key: number, status: number) => {
  if (attempts.push(key, status) === 2)
    setImmediate(() => {
      say({ attempts })
      attempts = []
    })
}

const answers = new Map<string, number>()
const count = ({ name }: { name: string }) => void answers.set(name, (answers.get(name) ?? 0) + 1)
const told = { rules, onAttempt: note }
const serving = await serve(
  { answerTarget: openAnswers(told), answerBatch: (body) => answerBatch(body, rules), count },
  { host, port, reusePort: isShared },
)
const tell = (happened: Happened) => say({ s13: happened })
const servingS13 = s13 && (await serveS13({ ...told, count, tell }, { host, port: s13.port, reusePort: isShared }, s13))
say({ port: serving.port })

parentPort?.on('message', async (asked: Asked) => {
  if ('plane' in asked) answerFrom(asked.plane)
  if ('exceptions' in asked) Object.assign(rules, rulesOf(asked.exceptions))
  if ('drainMs' in asked) await Promise.all([serving.close(asked.drainMs), servingS13?.close(asked.drainMs)])
  say({ done: asked.id, answers })
})
