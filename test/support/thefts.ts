import type { TestContext } from 'node:test'
import { openVaultOf } from '#http'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { CaseId } from '#lib/ids'
import type { Means } from '#lib/proof'
import { addDetails } from '#modules/reports/commands/add-details'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { setSafeMode } from '#modules/reports/commands/set-safe-mode'
import { showProof } from '#modules/reports/commands/show-proof'
import { splitCase } from '#modules/reports/commands/split-case'
import { takeInCase } from '#modules/reports/commands/take-in-case'
import { tellTheft } from '#modules/reports/commands/tell-theft'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import type { TheftReported } from '#modules/reports/events/theft-reported'
import { nobody } from '#modules/response/public'
import { type Database, openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import type { Loop } from './loop.ts'

type Words = {
  place?: unknown
  description?: string
  means?: Means
  method?: (typeof TheftReported.sample)['method']
  safeMode?: boolean
  actor?: string
  imei: string
}

/** Writes thefts straight into a running loop, as any channel would: words in the vault, then the command. */
export async function thefts(t: Pick<TestContext, 'after'>, { config, db }: Loop) {
  const database = openDatabase(db.serverUrl, { pipeline: true, max: 10 })
  const writes = openDatabase(db.serverUrl, { max: 10 })
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  const { vault } = await openVaultOf({ config, writes: writes as Database, log: silentLog(), clock: () => new Date() })
  t.after(async () => {
    await ledger.settled()
    await Promise.all([database.close(), writes.close()])
  })
  const put = async (kind: 'place' | 'free-text', value: unknown) => {
    const reviewAt = new Date(Date.now() + 86_400_000)
    return (
      await writes.kysely.transaction().execute((trx) => vault.put(trx as never, { class: kind, value, reviewAt }))
    ).ref
  }
  const meta = (actor: string) => ({ actor, tenant: 'demo-public', cause: 'test' })
  return {
    report: async ({ place, description, means = 'number', safeMode = false, actor = 'public', ...said }: Words) => {
      const { imei, method = 'snatch' } = said
      const theft = CaseId.parse(crypto.randomUUID())
      const outcome = await ledger.execute(
        reportTheft,
        {
          ...{ case: theft, channel: 'web', means, method, imeis: [imei], safeMode, parties: nobody },
          ...(place !== undefined && { place: await put('place', place) }),
          ...(description !== undefined && { description: await put('free-text', { text: description }) }),
        },
        meta(actor),
      )
      if (!outcome.ok) throw new Error(outcome.refused)
      return theft
    },
    prove: (theft: CaseId, means: Means) =>
      ledger.execute(showProof, { case: theft, means, parties: nobody }, meta('system:test')),
    takeBack: (theft: CaseId, means: Means) =>
      ledger.execute(withdrawReport, { case: theft, means, why: 'found' }, meta('system:test')),
    /** Of a lost phone: it was stolen. */
    tell: (theft: CaseId, means: Means) =>
      ledger.execute(tellTheft, { case: theft, method: 'snatch', means, parties: nobody }, meta('system:test')),
    join: (first: CaseId, later: CaseId) => {
      const is = { level: 0, reportedAt: new Date().toISOString(), safeMode: false, waits: false } as const
      return ledger.execute(takeInCase, { case: first, later, is, codes: [], contacts: [] }, meta('system:test'))
    },
    split: (later: CaseId) => ledger.execute(splitCase, { case: later }, meta('system:test')),
    hide: (theft: CaseId) =>
      ledger.execute(setSafeMode, { case: theft, on: true, by: 'reporter' }, meta('system:test')),
    details: async (theft: CaseId, value: unknown) =>
      ledger.execute(addDetails, { case: theft, details: await put('free-text', value) }, meta('public')),
  }
}
