import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable } from 'node:stream'
import { run } from '../../src/main-program.ts'
import type { Said } from './installation.ts'

type Heard = { out: string; err: string }

const hearing = new AsyncLocalStorage<Heard>()
let isListening = false
let last: Promise<unknown> = Promise.resolve()

/**
 * Runs a command of `ringback` within this process: what it says, and the code it would end with. `env` is all the environment
 * that it has. A process of its own costs half a second to a second of processor time before it does anything, so it is started
 * only where the process is what a test is about: signals, pipes, what is left behind. One at a time, as they share the exit code.
 */
export function commandHere(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Said> {
  const ran = last.then(() => runHere(args, env, input))
  last = ran.catch(() => undefined)
  return ran
}

async function runHere(args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<Said> {
  listen()
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')
  const { exitCode } = process
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from(input ? [input] : []) })
  process.exitCode = undefined
  const heard = { out: '', err: '' }
  try {
    const code = await hearing.run(heard, () => run(['node', 'ringback', ...args], env))
    return { code, ...heard }
  } finally {
    process.exitCode = exitCode
    if (stdin) Object.defineProperty(process, 'stdin', stdin)
  }
}

/** What is said while a command runs is kept for it; what others say, such as the test runner, goes where it always goes. */
function listen(): void {
  if (isListening) return
  isListening = true
  for (const [stream, part] of [
    [process.stdout, 'out'],
    [process.stderr, 'err'],
  ] as const) {
    const write = stream.write.bind(stream) as (...all: unknown[]) => boolean
    const keep = (...all: unknown[]): boolean => {
      const heard = hearing.getStore()
      if (!heard) return write(...all)
      heard[part] += String(all[0])
      const done = all.find((one) => typeof one === 'function') as (() => void) | undefined
      if (done) queueMicrotask(done)
      return true
    }
    stream.write = keep as typeof stream.write
  }
}
