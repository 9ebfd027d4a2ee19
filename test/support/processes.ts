import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

/** Runs a program of the checkout as its own process, killed when the test ends. */
export function program(
  t: Pick<TestContext, 'after'>,
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const [file = process.execPath, ...args] = command
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))
  return child
}

/** The next line of a program's stdout that `wanted` accepts; fails with its stderr when it ends before. */
export async function lineOf(child: ChildProcess, wanted: (line: string) => boolean = () => true): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('the program has no output to read')
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += data
  })
  for await (const line of createInterface(child.stdout)) if (wanted(line)) return line
  await sleep(50)
  throw new Error(`the program ended without the line: ${errors}`)
}

/** Whether a process lives; one that only waits to be collected by its parent does not. */
export function lives(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Polls until it is true; false when it never was. */
export async function becomes(condition: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(50))
    if (await condition()) return true
  return false
}

/** Ends a process and waits for it. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
