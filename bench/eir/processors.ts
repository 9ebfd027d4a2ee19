// The server that is measured on the first processor and the load on the last, where there are two and a way to say so.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Holds this process to the last processor; false when that cannot be. */
export const pinned = cpus().length > 1 && tasksetWorks()

function tasksetWorks(): boolean {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(cpus().length - 1), String(process.pid)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Starts a server that prints its port and ends with its input. */
export async function startServer(program: readonly string[]) {
  const [file = '', ...args] = pinned ? ['taskset', '-c', '0', ...program] : program
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port, code] = await Promise.race([
    once(child.stdout, 'data').then(([port]) => [Number(String(port))]),
    once(child, 'exit').then(([code]) => [undefined, code]),
  ])
  if (port === undefined) throw new Error(`${program[0]} ended with ${code}.`)
  return { port, pid: child.pid ?? 0, stop: () => child.stdin.end() }
}

/** Processor time of all threads of a process so far (ms), by the scheduler's count. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return spent.reduce((all, one) => all + Number(one), 0) / 1e6
}
