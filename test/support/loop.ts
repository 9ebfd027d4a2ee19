import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Purpose, Role } from '#http'
import { signInCookies } from '#http/sign-in/routes'
import { beginSession, choosePurpose, type SessionTables, sessionLimits, staffId } from '#http/sign-in/session'
import { openSealKey } from '#ledger/seal/seal-key'
import { runSealer } from '#ledger/seal/sealer'
import { type Config, loadConfig } from '#platform/config'
import { type Database, openDatabase } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import { silentLog } from '#platform/log'
import type { Place, Running } from '../../simulators/frame.ts'
import { registerSimulator } from '../../src/cli/pretend/start-simulators.ts'
import { openServer } from '../../src/serve/open-server.ts'
import { openWork } from '../../src/work/open-work.ts'
import { buildAssets } from '../../tools/build-assets.ts'
import { backwards } from './backwards.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { ownPort } from './ports.ts'

/** The whole system over a database of its own: server, dispatcher, reactions, sealer, and the pretend partners given. */
export type Loop = {
  readonly origin: string
  readonly config: Config
  readonly db: TestDatabase
  /** Registers an organisation, for staff who sign in from it. */
  readonly organisation: (slug: string, sort: string) => Promise<void>
  /** The Cookie header of a member of staff who has signed in and chosen a purpose. */
  readonly staff: (organisation: string, role: Role, purpose: Purpose) => Promise<{ cookie: string; id: string }>
  /** The server is away until what this gives is called. */
  readonly goAway: () => Promise<() => Promise<void>>
  /** Looks again and again until `look` gives something; fails after a minute with `what`. */
  readonly until: <Found>(what: string, look: () => Promise<Found | undefined | false>) => Promise<Found>
}

export type Simulator = (place: Place) => Promise<Running | readonly Running[]>

type LoopOptions = {
  readonly simulators?: readonly Simulator[]
  readonly now?: () => Date
  /** Settings beside those that a test needs anyway. */
  readonly env?: Readonly<Record<string, string>>
}

/** Opens it for the length of `whole`. `demo` is on: the partners are pretend. Every process part runs in this process. */
export async function openLoop(
  whole: Pick<TestContext, 'after'>,
  { simulators = [], now = () => new Date(), env = {} }: LoopOptions = {},
): Promise<Loop> {
  const t = backwards(whole)
  const [db, { folder: assetFolder }] = await Promise.all([testDatabase(t), buildAssets()])
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-loop-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const port = await ownPort([0, 10]) // beside it a demo's identity provider
  const config = {
    ...loadConfig({
      PORT: String(port),
      RINGBACK_DATA: dataDir,
      RINGBACK_DEMO: '1',
      RINGBACK_KEK: `test:${randomBytes(32).toString('base64url')}`,
      ...env,
    }),
  }
  await demoOrganisation(db, 'demo-public', 'public')
  const secretOf = (slug: string) => localSecret(dataDir, `partner-${slug}`)
  for (const start of simulators) {
    const started = await start({ port: 0, secretOf, random: Math.random, now, publicUrl: config.publicUrl })
    for (const running of [started].flat()) {
      t.after(() => running.stop())
      await registerSimulator(db.server.pool, running)
    }
  }
  const log = silentLog()
  const serve = () => openServer({ config, serverUrl: db.serverUrl, log, clock: now, assetFolder, drainMs: 100 })
  let server = await serve()
  t.after(() => server.close())
  const work = await openWork({ config, serverUrl: db.serverUrl, log, clock: now })
  t.after(() => work.close())
  sealFor(t, config, db)
  const sessions = db.owner.kysely as unknown as Database<SessionTables>['kysely']
  return {
    ...{ origin: `http://127.0.0.1:${port}`, config, db },
    organisation: (slug, sort) => demoOrganisation(db, slug, sort),
    staff: async (organisation, role, purpose) => {
      const id = await staffId(sessions, 'test', `${organisation}.${role}.${randomBytes(4).toString('hex')}`)
      const token = await beginSession(
        sessions,
        { staff: id, organisation, roles: [role] },
        { now: now(), limits: sessionLimits },
      )
      await choosePurpose(sessions, token, purpose)
      return { id, cookie: signInCookies(new URL(config.publicUrl)).session.set(token).split(';')[0] ?? '' }
    },
    goAway: async () => {
      await server.close()
      return async () => {
        server = await serve()
      }
    },
    until,
  }
}

async function until<Found>(what: string, look: () => Promise<Found | undefined | false>): Promise<Found> {
  for (const end = performance.now() + 60_000; performance.now() < end; await pause(25)) {
    const found = await look()
    if (found) return found
  }
  throw new Error(`Not within a minute: ${what}`)
}

const demoOrganisation = async ({ owner }: TestDatabase, slug: string, sort: string): Promise<void> => {
  await owner.pool.query(
    'insert into organisation (slug, name, sort, demo) values ($1, $1, $2, true) on conflict do nothing',
    [slug, sort],
  )
}

function sealFor(t: Pick<TestContext, 'after'>, config: Config, db: TestDatabase): void {
  const stop = new AbortController()
  const database = openDatabase(db.serverUrl, { max: 2 })
  const sealing = runSealer({ database, signer: openSealKey(config), log: silentLog(), signal: stop.signal })
  t.after(async () => {
    stop.abort()
    await sealing
    await database.close()
  })
}
