import pg from 'pg'
import { registerOrganisation } from '#http/sign-in/organisation'
import { addClient, type ClientTables, type Credentials } from '#http/sign-in/partner-client'
import { openDatabase } from '#platform/database'
import { fillRegister } from '../register/fill.ts'
import { parentOf } from './cpu.ts'

/** Who asks in the bench: a force's own system and a dealer's. */
export type World = {
  readonly force: Credentials
  /** As many machines of the force as report side by side: each may call 600 times a minute. */
  readonly reporters: readonly Credentials[]
  readonly dealer: Credentials
  /** PostgreSQL's own process, for its processor time. */
  readonly postgres: number
}

/** What the bench asks about is more than any organisation may by itself. */
const allowance = 1_000_000_000

const machines = 24

/** Organisations with credentials, and a register of `listed` reported handsets and as many that nobody misses. */
export async function makeWorld(ownerUrl: string, listed: number, say: (text: string) => void): Promise<World> {
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  const database = openDatabase<ClientTables>(ownerUrl, { max: 2 })
  try {
    for (const [slug, sort] of [['bench-force', 'force'] as const, ['bench-dealer', 'dealer'] as const]) {
      await registerOrganisation(database.kysely, { slug, name: slug, sort, demo: true })
      await owner.query('insert into handset_allowance values ($1, $2, $2)', [slug, allowance])
    }
    await owner.query(
      `insert into imei_status (imei_key, status)
       select '36' || lpad((n::bigint * 190000 + 77777)::text, 12, '0'), 'clear' from generate_series(0, $1::int - 1) as n`,
      [listed],
    )
    await fillRegister(owner, 0, listed, say)
    const [force, dealer] = [
      await addClient(database.kysely, 'bench-force'),
      await addClient(database.kysely, 'bench-dealer'),
    ]
    const reporters: Credentials[] = []
    for (let n = 0; n < machines; n++) reporters.push(await addClient(database.kysely, 'bench-force'))
    const { rows } = await owner.query<{ pid: number }>('select pg_backend_pid() as pid')
    return { force, dealer, reporters, postgres: parentOf(rows[0]?.pid ?? 0) }
  } finally {
    await Promise.all([owner.end(), database.close()])
  }
}
