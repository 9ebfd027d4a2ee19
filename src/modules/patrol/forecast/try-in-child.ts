import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PublishedTheft } from '../cells/published-thefts.ts'
import type { TriedMonth } from './try-learned.ts'

export type FromChild = { readonly tried: TriedMonth } | { readonly done: true }

/** What London's months take is some 450 MB (docs/guide/forecast.md); more is a fault, and ends the child alone. */
const mostMegabytes = 1024

/**
 * Tries the learned model on published thefts in a process of its own, with the least priority: minutes of one processor, which nobody
 * shall feel. Ended by `signal` it throws, and nothing is known.
 */
export async function tryInChild(thefts: readonly PublishedTheft[], signal: AbortSignal): Promise<TriedMonth[]> {
  const child = fork(fileURLToPath(new URL('./try-child.ts', import.meta.url)), {
    ...{ serialization: 'advanced', signal, killSignal: 'SIGKILL', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    execArgv: [`--max-old-space-size=${mostMegabytes}`],
  })
  const tried: TriedMonth[] = []
  return new Promise((resolve, reject) => {
    child.on('message', (said: FromChild) => {
      if ('done' in said) resolve(tried)
      else tried.push(said.tried)
    })
    child.on('error', reject)
    child.on('exit', (code, by) => reject(new Error(`the child that tries the forecast ended (${by ?? code})`)))
    child.send(thefts, (error) => error && reject(error))
  })
}
