// One of the threads that answer: see answer-threads.ts. It reads the plane that the main thread changes.
import { parentPort, workerData } from 'node:worker_threads'
import { openPlane, type PlaneMemory } from '#lib/imei/plane/plane'
import { openAnswers } from './answer/answer-target.ts'
import { answerBatch } from './answer/batch.ts'
import type { Asked, Begin, Said } from './answer-threads.ts'
import type { Rules } from './decide.ts'
import { serve } from './http/serve.ts'
import { rulesOf } from './list/exceptions.ts'

const { host, port, isShared, unknown, plane, exceptions } = workerData as Begin
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
const serving = await serve(
  {
    answerTarget: openAnswers({ rules, onAttempt: note }),
    answerBatch: (body) => answerBatch(body, rules),
    count: ({ name }) => void answers.set(name, (answers.get(name) ?? 0) + 1),
  },
  { host, port, reusePort: isShared },
)
say({ port: serving.port })

parentPort?.on('message', async (asked: Asked) => {
  if ('plane' in asked) answerFrom(asked.plane)
  if ('exceptions' in asked) Object.assign(rules, rulesOf(asked.exceptions))
  if ('drainMs' in asked) await serving.close(asked.drainMs)
  say({ done: asked.id, answers })
})
