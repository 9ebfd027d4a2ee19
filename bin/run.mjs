// Runs a TypeScript file on the Node 24 that the lockfile pins when the machine's own Node is older.
// Plain JavaScript that Node 20 can parse: it is what a fresh machine runs first.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'

const WANTED_MAJOR = 24

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

/** Becomes `file` with `args`: same terminal, signals passed on, and its exit status or signal is ours. */
export function become(file, args) {
  const child = spawn(node24(), [file, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: process.env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal) process.exitCode = 128 + (constants.signals[signal] ?? 0)
    else process.exitCode = code ?? 1
  })
}

const invokedDirectly = process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href
if (invokedDirectly) become(fileURLToPath(pathToFileURL(process.argv[2])), process.argv.slice(3))
