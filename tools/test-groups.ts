import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/**
 * Something set up before the first test of a file, tests that belong to a `describe`, or a system that is open for the whole of
 * the file: what is run in one process shares its first hooks, and all that is open.
 */
const keepsToItself = /^(?:before|beforeEach|afterEach|describe)\b|\bwholeFile\b/m

/**
 * Files that may share a process, `size` in each; a file with a set-up of its own is alone. Loading and warming the program
 * takes three seconds of processor time, as much as many a file's tests.
 */
export function testGroups(files: readonly string[], size: number): string[][] {
  const isAlone = (file: string) => keepsToItself.test(readFileSync(file, 'utf8'))
  const shared = files.filter((file) => !isAlone(file))
  const count = Math.ceil(shared.length / size)
  // Neighbours wait for the same things, so each group has some of every folder.
  const mixed = Array.from({ length: count }, (_, group) => shared.filter((_, at) => at % count === group))
  return [...files.filter(isAlone).map((file) => [file]), ...mixed].sort((a, b) => lengthOf(b) - lengthOf(a))
}

// What is long begins first, or all wait for it at the end. How long it takes nobody knows; how much is written is near enough.
const lengthOf = (files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0)

/** A test in a `describe` finds where it belongs by what `testProcess` leaves out. */
const hasSuites = (file: string) => /^describe\b/m.test(readFileSync(file, 'utf8'))

const testProcess = fileURLToPath(new URL('test-process.ts', import.meta.url))

export type Ran = {
  readonly files: readonly string[]
  readonly held: boolean
  readonly said: string
}

/** Runs one group in one process. */
export async function runGroup(files: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const how = files.some(hasSuites) ? ['--test'] : [testProcess]
  const child = spawn(process.execPath, ['--test-timeout=300000', ...how, ...files], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<number | null>((resolve) => child.on('error', () => resolve(1)).on('exit', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  // A process that ended by itself before its tests did says no sum.
  return { files, held: code === 0 && out.includes('ℹ fail 0'), said: out + err }
}

/** Runs all groups, `sideBySide` at once; `onRan` hears of each as it ends. */
export async function runGroups(
  groups: readonly string[][],
  sideBySide: number,
  env: NodeJS.ProcessEnv,
  onRan: (ran: Ran) => void,
): Promise<void> {
  const waiting = [...groups]
  const next = async (): Promise<void> => {
    for (let group = waiting.shift(); group; group = waiting.shift()) onRan(await runGroup(group, env))
  }
  await Promise.all(Array.from({ length: sideBySide }, next))
}
