import { readdirSync, readFileSync } from 'node:fs'

/** What the drill kills: one part, one connection's process of PostgreSQL, all of PostgreSQL, or the parent of all. */
export const victims = [
  'postmaster',
  'all of postgres',
  'one backend',
  'serve',
  'work',
  'seal',
  'simulators',
  'operators',
  'start',
] as const
export type Victim = (typeof victims)[number]

type Process = { readonly pid: number; readonly parent: number; readonly name: string; readonly words: string[] }

// proc(5): pid (name) state ppid …
function look(pid: number): Process[] {
  try {
    const [, name = '', state, parent] =
      /^\d+ \((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    if (state === undefined || state === 'Z' || state === 'X') return []
    return [{ pid, name, parent: Number(parent), words: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') }]
  } catch {
    return [] // ended meanwhile
  }
}

/** The processes of an installation as they are now, by victim; an empty list for one that is not there. */
export function findVictims(startPid: number | undefined, operatorsPid: number | undefined): Map<Victim, number[]> {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name)))
  const children = all.filter(({ parent }) => parent === startPid)
  const part = (name: string) => children.filter(({ words }) => words.at(-2) === name).map(({ pid }) => pid)
  const postmaster = children.filter(({ name }) => name === 'postgres').map(({ pid }) => pid)
  const below = all.filter(({ parent }) => postmaster.includes(parent))
  // A client's process says where it came from: by the socket, or over TCP.
  const backends = below.filter(({ words: [says = ''] }) => /\[local\]|127\.0\.0\.1\(/.test(says)).map(({ pid }) => pid)
  const alive = (pid: number | undefined) => all.filter((one) => one.pid === pid).map((one) => one.pid)
  return new Map<Victim, number[]>([
    ['postmaster', postmaster],
    ['all of postgres', [...postmaster, ...below.map(({ pid }) => pid)]],
    ['one backend', backends],
    ['serve', part('serve')],
    ['work', part('work')],
    ['seal', part('seal')],
    ['simulators', part('simulators')],
    ['operators', alive(operatorsPid)],
    ['start', alive(startPid)],
  ])
}

/** Kills at once and without warning. Returns the processes that it killed. */
export function killAll(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 'SIGKILL')
    } catch {
      return false
    }
  })
}
