import { setTimeout as sleep } from 'node:timers/promises'
import { exitCodes } from '#platform/cli'
import type { Config } from '#platform/config'
import { outlastRestart } from '#platform/embedded-postgres/outlast-restart'
import { isFree } from '#platform/embedded-postgres/port'
import { startEmbedded } from '#platform/embedded-postgres/start-embedded'
import type { Log } from '#platform/log'
import { migrate } from '#platform/migrate'
import { serverUrl } from '#platform/server-role'
import { aborted, stopSignal } from '#platform/stop'
import { type Supervised, supervise } from '#platform/supervise'
import { childArguments, childEnvironment, childrenToRun, spawnCommand } from './children.ts'

type StartOptions = {
  config: Config
  log: Log
  commands: readonly string[]
  env?: NodeJS.ProcessEnv
  /** Puts into a demo's migrated database what its simulators count on. */
  prepareDemo?: (ownerUrl: string) => Promise<void>
}

/** Runs database and children until Ctrl-C, then stops them in reverse order. Returns the exit code. */
export async function startEverything(options: StartOptions): Promise<number> {
  const { config, log, commands, env = process.env, prepareDemo } = options
  const children: Supervised[] = []
  const database = { stop: async () => {}, kill: () => {} }
  let code: number = exitCodes.good
  const force = () => {
    for (const child of children) child.kill()
    database.kill()
    process.exit(130)
  }
  const stop = stopSignal(force)
  const misused = new AbortController()
  try {
    const { ownerUrl, where, isOurs } = await openDatabaseFor(config, log, database)
    await refuseTakenPort(config)
    const server = serverUrl({ ...config, databaseUrl: ownerUrl })
    const prepare = async () => {
      if (ownerUrl) await migrate({ ownerUrl, serverUrl: server, onApplied: (name) => say(`Migration ${name}`) })
      if (ownerUrl && config.demo) await prepareDemo?.(ownerUrl)
    }
    await (isOurs ? outlastRestart(prepare, { ended: stop }) : prepare())
    const childEnv = childEnvironment(env, config, server)
    const names = stop.aborted ? [] : childrenToRun(commands, config.demo)
    for (const name of names) {
      const onMisuse = () => misused.abort()
      children.push(
        supervise({ name, log, onMisuse, spawn: () => spawnCommand(name, childArguments(name, config), childEnv) }),
      )
    }
    const ended = AbortSignal.any([stop, misused.signal])
    if (names.includes('serve')) await answers(config, ended)
    if (!ended.aborted) process.stdout.write(welcome(config, where, names))
    await aborted(ended)
    if (misused.signal.aborted)
      code = exitCodes.usedWrongly // the child has said why
    else say('Stopping ...')
  } finally {
    for (const child of children.toReversed()) await child.stop()
    await database.stop()
  }
  return code
}

type Stoppable = { stop(): Promise<void>; kill(): void }

async function openDatabaseFor(
  config: Config,
  log: Log,
  database: Stoppable,
): Promise<{ ownerUrl: string | undefined; where: string; isOurs: boolean }> {
  if (config.databaseUrl || config.databaseServerUrl) {
    const { host, pathname } = new URL(config.databaseUrl ?? config.databaseServerUrl ?? '')
    return {
      ownerUrl: config.databaseUrl,
      where: `PostgreSQL at ${host}${pathname} (from DATABASE_URL)`,
      isOurs: false,
    }
  }
  say('Starting PostgreSQL ...')
  const holder = `process ${process.pid}, ${config.publicUrl}`
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: log.child({ of: 'postgres' }), holder })
  Object.assign(database, { stop: embedded.stop, kill: embedded.kill })
  return { ownerUrl: embedded.url, where: `own PostgreSQL, data in ${embedded.where}`, isOurs: true }
}

async function refuseTakenPort({ port, host }: Config): Promise<void> {
  if (await isFree(port, host)) return
  throw new Error(
    `Port ${port} of ${host} is taken by another program (or not allowed): choose another, for example PORT=${port + 1} npm start`,
  )
}

// Any answer will do: whether it is healthy is for /readyz to say.
async function answers({ port, host }: Config, ended: AbortSignal): Promise<void> {
  const reach = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  while (!ended.aborted) {
    try {
      await fetch(`http://${reach}:${port}/healthz`, { signal: AbortSignal.any([ended, AbortSignal.timeout(2000)]) })
      return
    } catch {
      await sleep(100)
    }
  }
}

function welcome(config: Config, where: string, running: readonly string[]): string {
  const lines = [
    ['Open', config.publicUrl],
    ['Data', config.dataDir],
    ['Database', where],
    ['Running', running.join(', ') || 'no part of the program yet'],
    ...(config.demo
      ? [
          ['Demo', 'simulated partners and pretend sign-in: no real person may be entered here'],
          ['Try', `${config.publicUrl}/demo`], // the last thing on the screen is what a newcomer opens
        ]
      : []),
  ]
  const table = lines.map(([name = '', value]) => `  ${name.padEnd(10)}${value}\n`).join('')
  return `\nRingback is running. Ctrl-C stops it.\n\n${table}\n`
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
