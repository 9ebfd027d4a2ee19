export {
  type Act,
  acts,
  isPurpose,
  type PartnerSort,
  type Purpose,
  partnerSorts,
  purposes,
  type RecordKind,
  type Role,
  records,
  roles,
} from './access/vocabulary.ts'
export { type Audit, type AuditRow, type AuditTables, auditStatement } from './audit.ts'
export { type AppOptions, buildApp } from './build-app.ts'
export { type Authenticate, actorOf, type Caller, tenantOf } from './caller.ts'
export { defineLive, type Live, type Update } from './define-live.ts'
export type { Named } from './define-route.ts'
export {
  defineRoute,
  type Execute,
  type FeedKey,
  type Route,
  type RouteContext,
  type Sign,
  seeOther,
} from './define-route.ts'
export { defineWorker } from './define-worker.ts'
export { describeFault } from './describe-fault.ts'
export { escaped, type RenderError } from './error-page.ts'
export type { ReadyCheck } from './health.ts'
export { stopOnlyPerMinute } from './limits.ts'
export { announce, LiveHub, liveChannel } from './live-hub.ts'
export { loadRoutes } from './load-routes.ts'
export { openVaultOf } from './open-vault.ts'
export { openPasses, type Pass, type Passes, type PassInRoute } from './pass.ts'
export { isProblem, type Problem, type ProblemDocument, problem, refusal, thrown } from './problem.ts'
export { refusalsOf } from './problem-pages.ts'
export { auditVaultLook, type VaultAccess, type VaultInRoute } from './vault-in-route.ts'
