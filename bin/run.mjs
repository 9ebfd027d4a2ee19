// Runs a TypeScript file on the Node 24 that the lockfile pins when the machine's own Node is older.
// Plain JavaScript that Node 20 can parse: it is what a fresh machine runs first.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const WANTED_MAJOR = 24

/**
 * What answers a request is garbage a moment later: with room for it, collecting costs a tenth of the processor less. A method of
 * statistics keeps what it reads: there the room costs a fifth of the memory and saves nothing.
 * @param {readonly string[]} args
 */
export const nodeFlags = ([command]) => [`--max-semi-space-size=${command === 'stats' ? 4 : 32}`]

/** Path of a Node that runs TypeScript as it is: this one when new enough, else the pinned npm package's. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath
  const require = createRequire(import.meta.url)
  try {
    return require.resolve(`node-linux-${process.arch}/bin/node`)
  } catch {
    console.error(`Ringback needs Node ${WANTED_MAJOR}, and no pinned copy is installed. Run: npm ci`)
    process.exit(1)
  }
}

/**
 * Becomes `file` with `args`: same terminal, signals passed on, and its exit status or signal is ours. The channel
 * ('ipc') lets it notice our death; we notice the death of the npm that ran us, which tells nobody when it is killed.
 */
export function become(file, args) {
  const child = spawn(node24(), [...nodeFlags(args), file, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: process.env,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const watching = whenGone(npmAncestors(process.ppid), () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 4000)
  })
  child.on('exit', (code, signal) => {
    clearInterval(watching)
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
  })
}

/** The processes from `pid` up to and including the nearest npm; none when npm did not run us. Linux only. */
export function npmAncestors(pid) {
  const chain = []
  for (let at = pid; at > 1; ) {
    const found = look(at)
    if (!found) return []
    chain.push({ pid: at, since: found.since })
    if (found.name.startsWith('npm')) return chain
    at = found.parent
  }
  return []
}

/** Calls `then` once when any of the processes is gone, or its pid belongs to another one. */
export function whenGone(processes, then) {
  if (processes.length === 0) return undefined
  const timer = setInterval(() => {
    if (processes.every(({ pid, since }) => look(pid)?.since === since)) return
    clearInterval(timer)
    then()
  }, 300)
  return timer
}

// proc(5): pid (name) state ppid ... starttime is field 22. A zombie is as good as gone.
function look(pid) {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const fields = rest.split(' ')
    return fields[0] === 'Z' ? undefined : { name, parent: Number(fields[1]), since: fields[19] }
  } catch {
    return undefined
  }
}

const invokedDirectly = process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href
if (invokedDirectly) become(resolve(process.argv[2]), process.argv.slice(3))
