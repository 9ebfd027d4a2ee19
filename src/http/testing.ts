import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Database } from '#platform/database'
import { silentLog } from '#platform/log'
import type { PartnerSort, Role } from './access/vocabulary.ts'
import { type AppOptions, buildApp } from './build-app.ts'
import type { Caller } from './caller.ts'
import type { Live } from './define-live.ts'
import type { Route } from './define-route.ts'

/** Names routes written inside a test. */
export const named = (...routes: (Route | Live)[]) =>
  routes.map((route, at) => ({ name: `route-${at}`, module: 'test', route }))

/** A caller that a test states in the header `x-caller`; without it, anyone. */
export const statedCaller = async ({ headers }: FastifyRequest): Promise<Caller> =>
  typeof headers['x-caller'] === 'string' ? JSON.parse(headers['x-caller']) : { kind: 'anyone' }

/** The header that makes a test's request come from staff of these roles. */
export const asStaff = (...roles: Role[]) => ({
  'x-caller': JSON.stringify({ kind: 'staff', id: 's1', tenant: 'met', roles } satisfies Caller),
})

/** A ledger for tests that write nothing. */
export const idleLedger: AppOptions['ledger'] = {
  execute: async () => ({ ok: false, refused: 'busy' }),
  executeTogether: async () => [],
  append: async () => {},
}

/** The header that makes a test's request come from a partner's machine. */
export const asPartner = (tenant: string, sort: PartnerSort) => ({
  'x-caller': JSON.stringify({ kind: 'partner', id: 'p1', tenant, sort } satisfies Caller),
})

/** An application over a test's own database, closed with the test. Routes are given by the test. */
export const testApp = async (
  t: { after: (done: () => Promise<void>) => void },
  { server }: { server: Database },
  routes: (Route | Live)[],
  more: Partial<AppOptions> = {},
): Promise<FastifyInstance> => {
  const app = await buildApp({
    database: server,
    ledger: idleLedger,
    log: silentLog(),
    publicUrl: new URL('http://localhost:8080'),
    authenticate: statedCaller,
    routes: named(...routes),
    requestsPerMinute: 100_000,
    ...more,
  })
  t.after(() => app.close())
  return app
}
