import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { openVaultOf } from '#http'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { followViews } from '#ledger/follow'
import { followReactions, runJobs } from '#ledger/react'
import { countCalls, Dispatcher, loadConnectors } from '#partners'
import { refuseUnfinishedRestore } from '#platform/backup/restore-state'
import { type Config, demoAllowed } from '#platform/config'
import { openDatabase } from '#platform/database'
import type { Log } from '#platform/log'
import { keepAnswer, revealInput } from './partner-data.ts'
import { toolsFor } from './tools.ts'

export type WorkOptions = {
  readonly config: Config
  readonly serverUrl: string
  readonly log: Log
  /** Nothing goes out: what is owed is recorded as not sent. */
  readonly safety?: boolean
  readonly clock?: () => Date
}

/** Opens all that `ringback work` needs; carries what is owed to partners and brings async views forward, until closed. */
export async function openWork({ config, serverUrl, log, safety = false, clock = () => new Date() }: WorkOptions) {
  await using opened = new AsyncDisposableStack()
  const database = opened.adopt(
    openDatabase(serverUrl, { applicationName: 'ringback work', pipeline: true, max: 16 }),
    (db) => db.close(),
  )
  await refuseUnfinishedRestore(database.pool)
  const { views, reactions, jobs } = await loadCatalogue()
  const [now, random] = [clock, Math.random]
  const ledger = openLedger({ database, views: [...views.values()], now, random })
  opened.defer(() => ledger.settled())
  const puts = opened.adopt(openDatabase(serverUrl, { applicationName: 'ringback work vault', max: 8 }), (db) =>
    db.close(),
  )
  const { vault, writes } = await openVaultOf({ config, writes: puts, log, clock: now })
  const partnerData = { vault, db: writes, now }
  const metrics = new Registry()
  const dispatcher = new Dispatcher({
    ...{ database, ledger, log, now, random, safety },
    connectors: await loadConnectors(),
    watch: countCalls(metrics),
    name: `work-${process.pid}-${now().getTime().toString(36)}`,
    secretOf: (slug) => partnerSecret(config.dataDir, slug),
    reveal: revealInput(partnerData),
    keepAnswer: keepAnswer(partnerData),
    demo: demoAllowed(config),
  })
  await dispatcher.start()
  opened.defer(() => dispatcher.stop())
  const stopFollowing = new AbortController()
  const onFault = (view: string, error: unknown) =>
    log.error({ view, error }, 'a view could not follow; it tries again')
  const tools = toolsFor({ database: puts, ledger, vault, now })
  // A reaction holds a connection while it executes commands, which need others: so it has a pool of its own.
  const holds = reactions.size + jobs.size + 2
  const locks = opened.adopt(
    openDatabase(serverUrl, { applicationName: 'ringback reactions', pipeline: true, max: holds }),
    (db) => db.close(),
  )
  const reacting = followReactions(locks, [...reactions.values()], tools, stopFollowing.signal, {
    onFault: (reaction, error) => log.error({ reaction, error }, 'a reaction failed; it tries again'),
    onStuck: (reaction, { id }) =>
      log.error({ reaction, event: id }, 'a reaction could not do its work in ten tries: see ringback reactions'),
  })
  const working = runJobs(locks, [...jobs.values()], tools, stopFollowing.signal, (job, error) =>
    log.error({ job, error }, 'a job failed; it runs again'),
  )
  const following = followViews(database, [...views.values()], stopFollowing.signal, onFault)
  opened.defer(async () => {
    stopFollowing.abort()
    await Promise.all([following, reacting, working])
  })
  const kept = opened.move()
  return { metrics, close: () => kept.disposeAsync() }
}

/** The client secret that a partner gave us, in the secrets folder: read for each token, so that a new one counts at once. */
export function partnerSecret(dataDir: string, slug: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'secrets', `partner-${slug}`), 'utf8').trim()
  } catch {
    return undefined // said by the connector's outcome: no client secret for this partner
  }
}
