import { Command, CommanderError } from 'commander'
import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import { type Config, ConfigError, loadConfig } from '#platform/config'
import { discover } from '#platform/discover'
import { createLog } from '#platform/log'

/** Finds every command in src/cli, runs the one that was asked for, and turns what went wrong into an exit code. */
export async function run(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const program = new Command('ringback')
    .description('One report stops a stolen phone, keeps the victim told, and keeps the evidence.')
    .showHelpAfterError('(ringback --help lists what there is)')
    .exitOverride()
  try {
    const cli = commandTools(env)
    for (const { file, exports } of await discover('cli')) addCommand(file, exports.default)(program, cli)
    await program.parseAsync(argv)
    return Number(process.exitCode ?? exitCodes.good)
  } catch (error) {
    return explain(error, env)
  }
}

function commandTools(env: NodeJS.ProcessEnv): Cli {
  let config: Config | undefined
  const parsed = () => {
    config ??= loadConfig(env)
    return config
  }
  return { config: parsed, log: (part) => createLog({ part, level: parsed().logLevel }) }
}

function addCommand(file: string, found: unknown): AddCommand {
  if (typeof found !== 'function') throw new Error(`${file} must export a default function (program, cli) => …`)
  return found as AddCommand
}

function explain(error: unknown, env: NodeJS.ProcessEnv): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.good : exitCodes.usedWrongly // said already
  const message = isRefusedConnection(error)
    ? `The database, or another part that is needed, does not answer (${error.message || 'connection refused'}). Start it, or correct DATABASE_URL.`
    : error instanceof Error
      ? error.message || error.name
      : String(error)
  const more = env.LOG_LEVEL === 'debug' && error instanceof Error ? `\n${error.stack}` : ''
  process.stderr.write(`${message}${more}\n`)
  return error instanceof ConfigError ? exitCodes.usedWrongly : exitCodes.couldNot
}

function isRefusedConnection(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT'].includes(`${error.code}`)
  )
}
