import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from '#platform/config'
import { openDatabase } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import type { Place, Running } from '../../../simulators/frame.ts'

/** What a file in simulators/ exports by default: one partner or several. One that is no partner only says where it is. */
type Simulator = (place: Place & { readonly publicUrl: string }) => Promise<Running | readonly Running[] | Bystander>
type Bystander = { readonly name: string; readonly address: string; readonly stop: () => Promise<void> }

type Options = { readonly config: Config; readonly serverUrl: string; readonly first: number }

const folder = new URL('../../../simulators/', import.meta.url)

/** Starts every simulator on ports from `first` on, and registers those that are partners with their new keys. */
export async function startSimulators({ config, serverUrl, first }: Options) {
  const database = openDatabase(serverUrl, { max: 1, applicationName: 'ringback simulators' })
  const running: (Running | Bystander)[] = []
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()))
    await database.close()
  }
  try {
    for (const start of await simulators()) {
      const started = await start({
        port: first === 0 ? 0 : first + running.length,
        folder: join(config.dataDir, 'simulators'),
        secretOf: (slug) => localSecret(config.dataDir, `partner-${slug}`),
        publicUrl: config.publicUrl,
        random: Math.random,
        now: () => new Date(),
      })
      const ones = [started].flat()
      running.push(...ones)
      for (const one of ones) if ('connector' in one) await registerSimulator(database.pool, one)
    }
    await retireOthers(
      database.pool,
      running.flatMap((one) => ('slug' in one ? [one.slug] : [])),
    )
  } catch (error) {
    await stop()
    throw error
  }
  await writeFile(join(config.dataDir, 'simulators.json'), `${JSON.stringify(running.flatMap(whereIs), null, 1)}\n`)
  return { started: running.map((one) => ({ name: one.name, address: addressOf(one) })), stop }
}

const addressOf = (one: Running | Bystander) => ('address' in one ? one.address : one.config.baseUrl)

/** Where a pretend partner takes its own commands (`/_journal`, `/_faults`): for whoever plays a day against it. */
function whereIs(one: Running | Bystander) {
  if (!('connector' in one)) return []
  const { slug, name, sort, config } = one
  const page = 'page' in config ? String(config.page) : config.baseUrl
  return [{ slug, name, sort, address: new URL(page).origin }]
}

async function simulators(): Promise<Simulator[]> {
  const names = (await readdir(folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort(byPort)
  const found = await Promise.all(
    names.map(async (name) => (await import(new URL(`${name}.ts`, folder).href)).default as unknown),
  )
  return found.filter((start): start is Simulator => typeof start === 'function')
}

// Whoever signs in must know the provider's address before it runs: it has the first port, whatever else is added.
const byPort = (one: string, other: string) =>
  Number(other === 'identity-provider') - Number(one === 'identity-provider') || one.localeCompare(other)

/** A pretend partner that no simulator runs any more is asked nothing from now on; what it is owed is left as it is. */
async function retireOthers(pool: Pick<pg.Pool, 'query'>, slugs: readonly string[]): Promise<void> {
  await pool.query('select retire_pretend_partners($1)', [slugs])
}

/** Registers a pretend partner, or the new address and key of one that was started again. */
export async function registerSimulator(
  pool: Pick<pg.Pool, 'query'>,
  { slug, name, sort, connector, config, keySet }: Running,
): Promise<void> {
  const [key] = keySet.keys
  await pool.query('select register_pretend_partner($1, $2, $3, $4, $5, $6, $7)', [
    ...[slug, name, sort, connector, JSON.stringify(config)],
    ...[key?.kid, key?.x],
  ])
}
