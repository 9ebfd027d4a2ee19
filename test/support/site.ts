import { randomBytes, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { auditVaultLook, buildApp, LiveHub, type VaultAccess } from '#http'
import { loadRoutes } from '#http/load-routes'
import { openPasses } from '#http/pass'
import { idleLedger, statedCaller } from '#http/testing'
import { definePage } from '#pages/define-page'
import { findPages, openPages } from '#pages/pages'
import { silentLog } from '#platform/log'
import { localKeyEncryption } from '#platform/vault/key-encryption'
import { tombstonesIn } from '#platform/vault/tombstones'
import { openVault } from '#platform/vault/vault'
import { buildAssets } from '../../tools/build-assets.ts'
import { backwards } from './backwards.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** Ringback's pages on a port of their own: real headers, real database, the caller stated in a header. */
export type Site = { origin: string; db: TestDatabase }

/** Every part of the look on one page. Only tests serve it. */
const kit = definePage()({
  url: '/kit',
  title: 'Every part',
  template: 'layout/kit.njk',
  who: 'anyone',
  load: () => ({
    lane: { is: 'confirmed', at: '2026-11-24T14:02:07.000Z', tookMs: 1234 },
    errors: [{ field: 'place', says: 'Enter a place we can find on a map' }],
  }),
})

/** For what all tests of one file share: it ends when the file does. */
export const wholeFile: Pick<TestContext, 'after'> = { after: (end, options) => after(end as () => unknown, options) }

/** Serves the pages for the length of `whole`. `at` is the clock's time; `demo` puts the banner on every page. */
export async function openSite(
  whole: Pick<TestContext, 'after'>,
  { demo = false, at = '2026-11-24T14:10:00.000Z' } = {},
): Promise<Site> {
  const t = backwards(whole)
  const [db, { folder }] = await Promise.all([testDatabase(t), buildAssets()])
  const pages = [...(await findPages()), { name: 'test-kit', file: 'pages/layout/kit', page: kit }]
  const { renderSignIn: _, ...served } = await openPages({ assetFolder: folder, now: () => at, demo }, pages)
  const live = await LiveHub.open(db.server)
  t.after(() => live.close())
  const publicUrl = new URL('http://localhost:8080')
  const app = await buildApp({
    live,
    passes: openPasses(randomBytes(32).toString('base64url'), publicUrl, () => new Date()),
    database: db.server,
    vault: await vaultOf(db, () => new Date(at)),
    ledger: idleLedger,
    log: silentLog(),
    publicUrl,
    authenticate: statedCaller,
    requestsPerMinute: 100_000,
    ...served,
    // Live routes need a hub over a database that is listened to: the loop's tests open one.
    routes: [...(await loadRoutes()).filter(({ route }) => route.kind === 'route'), ...served.routes],
  })
  t.after(() => app.close())
  return { origin: await app.listen({ host: '127.0.0.1', port: 0 }), db }
}

/** A vault with a key of its own. Nobody is erased on a site, so its tombstones are never written. */
async function vaultOf(db: TestDatabase, now: () => Date): Promise<VaultAccess> {
  const writes = db.server.kysely as never
  const keys = localKeyEncryption([{ id: 'site', key: randomBytes(32) }])
  const tombstones = tombstonesIn(join(tmpdir(), `ringback-site-${randomUUID()}`))
  return { vault: await openVault(writes, { keys, tombstones, audit: auditVaultLook, now }), writes }
}
