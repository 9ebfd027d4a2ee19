import { type ChildProcess, spawn } from 'node:child_process'

let running: ChildProcess | undefined

/** Starts the seeded London day against this very installation, in a process of its own; one at a time. */
export function startDay(): 'started' | 'runs-already' {
  if (running && running.exitCode === null && running.signalCode === null) return 'runs-already'
  running = spawn(process.execPath, ['simulators/city/main.ts', '--seed', '7', '--speed', '600'], { stdio: 'ignore' })
  running.once('error', () => {
    running = undefined
  })
  return 'started'
}
