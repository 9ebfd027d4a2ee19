import { join } from 'node:path'
import type { Config } from './config.ts'
import { embeddedUrl } from './embedded-postgres/address.ts'
import { outlastRestart } from './embedded-postgres/outlast-restart.ts'
import { choosePlace } from './embedded-postgres/place.ts'
import { readPort } from './embedded-postgres/port.ts'
import { AlreadyRunning, startEmbedded } from './embedded-postgres/start-embedded.ts'
import { localSecret } from './local-secret.ts'
import type { Log } from './log.ts'
import { migrate } from './migrate.ts'
import { serverUrl } from './server-role.ts'

/** A database that a command can use. `ownerUrl` is absent when only the server's address was configured. */
export type Reached = { ownerUrl: string | undefined; serverUrl: string; stop(): Promise<void> }

/**
 * The database of this installation for a command: the configured one; else the embedded one, which is used as it runs
 * (ringback start) or started for as long as the command takes. stop() ends only what was started here.
 */
export async function reachDatabase(config: Config, log: Log): Promise<Reached> {
  const none = async () => {}
  if (config.databaseUrl || config.databaseServerUrl)
    return { ownerUrl: config.databaseUrl, serverUrl: serverUrl(config), stop: none }
  try {
    const embedded = await startEmbedded({ dataDir: config.dataDir, log })
    const urls = { ownerUrl: embedded.url, serverUrl: serverUrl({ ...config, databaseUrl: embedded.url }) }
    await outlastRestart(() => migrate(urls))
    return { ...urls, stop: embedded.stop }
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error
    const ownerUrl = runningUrl(config.dataDir)
    return { ownerUrl, serverUrl: serverUrl({ ...config, databaseUrl: ownerUrl }), stop: none }
  }
}

function runningUrl(dataDir: string): string {
  const port = readPort(join(dataDir, 'postgres-port'))
  if (port === undefined) throw new Error('Ringback is just starting on this data folder: do this again in a moment.')
  return embeddedUrl(choosePlace(dataDir).cluster, port, localSecret(dataDir, 'postgres-owner'))
}
