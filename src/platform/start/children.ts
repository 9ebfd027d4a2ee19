import { type ChildProcess, spawn } from 'node:child_process'
import type { Config } from '#platform/config'

// In the order in which they are started; they are stopped in reverse. `demo`: never on a database of real cases.
const known = [
  { name: 'simulators', demo: true },
  { name: 'serve', demo: false },
  { name: 'work', demo: false },
  { name: 'seal', demo: false },
  { name: 'witness', demo: true },
]

/** The commands that `ringback start` keeps running: those that this program has, simulators only where demo is allowed. */
export function childrenToRun(commands: readonly string[], demo: boolean): string[] {
  return known
    .filter(({ name, demo: demoOnly }) => commands.includes(name) && (demo || !demoOnly))
    .map(({ name }) => name)
}

/** What a child sees: the server's database address and never the owner's, and the decisions already taken. */
export function childEnvironment(env: NodeJS.ProcessEnv, config: Config, serverUrl: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = env
  return {
    ...rest,
    DATABASE_SERVER_URL: serverUrl,
    RINGBACK_DATA: config.dataDir,
    RINGBACK_DEMO: config.demo ? '1' : '0',
    // At a terminal the address to open must stay in sight; LOG_LEVEL=info shows every line.
    LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
  }
}

/** What a command is given besides its name: the witness gets a port beside ours, so that two installations fit one machine. */
export function childArguments(name: string, { port }: Pick<Config, 'port'>): string[] {
  return name === 'witness' ? ['--port', String(port + (port < 65_531 ? 5 : -5))] : []
}

/**
 * Starts one command of this program as its own process. Its own group, since Ctrl-C is for the parent, which stops
 * children in order; the channel makes it end when the parent dies (stopWithParent).
 */
export function spawnCommand(name: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const main = process.argv[1] ?? 'src/main.ts'
  return spawn(process.execPath, [...process.execArgv, main, name, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}
