import type { Cli } from './cli.ts'
import { type Database, type DatabaseOptions, openDatabase } from './database.ts'
import { reachDatabase } from './reach-database.ts'

export type Lending = Pick<DatabaseOptions, 'max' | 'pipeline'> & {
  /** The command that it is for, as PostgreSQL and the log name it. */
  readonly command: string
  /** The owner of the tables instead of the server's role, and what only the owner can do. */
  readonly as?: { readonly owner: string }
}

/** Lends this installation's database to the work of one command, and gives it back however the work ends. */
export async function lendDatabase<Tables = unknown, Result = number>(
  cli: Cli,
  { command, as, ...options }: Lending,
  work: (database: Database<Tables>) => Promise<Result>,
): Promise<Result> {
  const { ownerUrl, serverUrl, stop } = await reachDatabase(cli.config(), cli.log(command))
  try {
    const url = as ? ownerUrl : serverUrl
    if (!url) throw new Error(`Only the owner of the tables can ${as?.owner}: set DATABASE_URL to the owner.`)
    const database = openDatabase<Tables>(url, { max: 2, ...options, applicationName: `ringback ${command}` })
    return await work(database).finally(() => database.close())
  } finally {
    await stop()
  }
}
