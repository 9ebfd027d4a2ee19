import { mkdirSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { localSecret } from '#platform/local-secret'
import { takeLock } from '#platform/lock'
import type { Log } from '#platform/log'
import { embeddedUrl } from './address.ts'
import { type Binaries, installedBinaries, runnableBinaries } from './binaries.ts'
import { createCluster } from './create-cluster.ts'
import { vacate } from './occupants.ts'
import { outlastRestart } from './outlast-restart.ts'
import { choosePlace, type Place } from './place.ts'
import { rememberedPort } from './port.ts'
import { launch, type Postmaster } from './postmaster.ts'

/** PostgreSQL of our own. `url` is the owner's, `where` the folder with its data, `pid` the server's of this moment. */
export type Embedded = { url: string; where: string; pid(): number; stop(): Promise<void>; kill(): void }

export type EmbeddedOptions = {
  dataDir: string
  log: Log
  /** What another start on the same folder is told about this one. */
  holder?: string
  binaries?: Binaries
  /** Where data go when root's database account cannot enter dataDir. */
  outside?: string
  /** A stopped cluster's folder to copy instead of making an empty one; `password` must then be its password. */
  copyOf?: string
  password?: string
  /** False lets this process end although the database still runs: it then stops by itself. */
  keepsProcess?: boolean
  /** True for data that nobody needs after this process: a test's. Then nothing waits for the disk. */
  throwaway?: boolean
}

/**
 * Starts PostgreSQL on `dataDir` and keeps it running until stop(): one that dies is started again on the same port.
 * Nothing left behind by an earlier run (orphan, stale pid file, half-made folder) blocks it; a living Ringback does.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, keepsProcess = true, throwaway = false } = options
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(resolve(options.dataDir))
  const place = choosePlace(dataDir, options.outside)
  const lock = await takeLock(`postgres ${place.cluster}`, options.holder ?? `process ${process.pid}`)
  if ('heldBy' in lock) throw new AlreadyRunning(dataDir, lock.heldBy)
  if (!keepsProcess) lock.unref()
  try {
    const password = options.password ?? localSecret(dataDir, 'postgres-owner')
    const binaries = runnableBinaries(options.binaries ?? installedBinaries(), place.account, place.shelter)
    await vacate(place, log)
    createCluster(place, binaries, { password, copyOf: options.copyOf })
    const port = await rememberedPort(dataDir)
    const kept = await keepRunning(() => launch(place, binaries, { port, log, throwaway }), {
      place,
      log,
      keepsProcess,
    })
    const url = embeddedUrl(place.cluster, port, password)
    const stop = async () => {
      await kept.stop()
      await lock.release()
    }
    try {
      await outlastRestart(() => createDatabase(url))
    } catch (error) {
      await kept.stop()
      throw wrongPassword(error) ? new Error(lostPassword(dataDir, place.cluster), { cause: error }) : error
    }
    return { url, where: place.cluster, pid: kept.pid, kill: kept.kill, stop }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Another Ringback lives on this data folder. */
export class AlreadyRunning extends Error {
  constructor(dataDir: string, holder: string) {
    super(
      `Ringback is already running on ${dataDir}${holder && ` (${holder})`}. Stop that one first, ` +
        'or give this one its own folder and port, for example: RINGBACK_DATA=.ringback-2 PORT=8081 npm start',
    )
  }
}

const wrongPassword = (error: unknown) => error instanceof Error && 'code' in error && error.code === '28P01'

const lostPassword = (dataDir: string, cluster: string) =>
  `The password in ${dataDir}/secrets/postgres-owner is not that of the database in ${cluster}: ` +
  `put the file back, or move ${cluster} away to start with an empty database.`

type Kept = { pid(): number; stop(): Promise<void>; kill(): void }

async function keepRunning(
  start: () => Promise<Postmaster>,
  { place, log, keepsProcess }: { place: Place; log: Log; keepsProcess: boolean },
): Promise<Kept> {
  const first = await launchFirst(start, place, log)
  let current = first
  let stopping = false
  if (!keepsProcess) first.unref()
  const watch = async () => {
    for (let waitMs = 100; ; ) {
      await current.exited
      if (stopping) return
      log.error('PostgreSQL ended by itself: starting it again')
      try {
        await vacate(place, log)
        if (stopping) return
        current = await start()
        if (stopping) return await current.stop() // stop() met the server that died, not this one, and waits for us
        if (!keepsProcess) current.unref()
        waitMs = 100
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL does not start: trying again')
        waitMs = Math.min(waitMs * 2, 5000)
        await sleep(waitMs)
      }
    }
  }
  const watching = watch()
  return {
    pid: () => current.pid,
    kill: () => {
      stopping = true
      current.kill()
    },
    async stop() {
      stopping = true
      await current.stop()
      await watching
    },
  }
}

// A server killed while it starts, or while it recovers from the last kill, is no reason to give up; a third failure is.
async function launchFirst(start: () => Promise<Postmaster>, place: Place, log: Log): Promise<Postmaster> {
  for (let triesLeft = 2; ; triesLeft--) {
    try {
      return await start()
    } catch (error) {
      if (triesLeft === 0) throw error
      log.warn({ err: error }, 'PostgreSQL did not start: trying again')
      await vacate(place, log)
    }
  }
}

async function createDatabase(url: string): Promise<void> {
  const first = new URL(url)
  first.pathname = '/postgres'
  const client = new Client({ connectionString: first.href })
  client.on('error', () => {}) // the running query reports it
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'ringback'`)
    if (rowCount === 0) await client.query('create database ringback')
  } finally {
    await client.end()
  }
}
