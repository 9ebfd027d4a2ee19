import { createHash, createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Ledger } from '#ledger'
import { inOneTransaction } from '#platform/database'
import type { Reach } from './access/matrix.ts'
import type { Purpose } from './access/vocabulary.ts'
import { openTrail } from './audit.ts'
import type { OpenBell } from './bell.ts'
import { actorOf, type Caller, tenantOf } from './caller.ts'
import type { Execute, FeedKey, RouteContext, RouteFrame, Sign } from './define-route.ts'
import { type Passes, passInRoute, type SetHeader } from './pass.ts'
import { isProblem } from './problem.ts'
import { type VaultAccess, vaultInRoute } from './vault-in-route.ts'

/** What the application lends to every handler. The ledger has a pool of its own, so a look never waits on a write. */
export type Lent = {
  db: Kysely<unknown>
  ledger: Pick<Ledger, 'execute' | 'executeTogether' | 'append'>
  now: () => Date
  vault?: VaultAccess
  passes?: Passes
  sign?: Sign
  feedKey?: FeedKey
  bell?: OpenBell
  publicUrl?: URL
  /** The organisation for which the public's facts are recorded; on a demo one that never enters published figures. */
  publicTenant?: string
}

/** One call that has passed the gate. */
export type Call = {
  caller: Caller
  reach: Reach
  purpose: Purpose | undefined
  request: string
  key?: string
  cookie?: string
  bearer?: string
  /** The address that it came from. */
  ip?: string
  setHeader?: SetHeader
}

type Frame = Pick<RouteFrame, 'url' | 'who'> & { personal: boolean; method: string }

/**
 * Runs a handler. On a personal route the look and its audit row are one transaction: an audit that fails, or that
 * the handler forgot, is a fault, so no reply leaves. A handler that answered with a problem has shown nothing.
 */
export const runHandler = async (
  { personal, url, who, method }: Frame,
  { db, ledger, now, vault, passes, sign = unsigned, publicUrl, publicTenant, ...lent }: Lent,
  call: Call,
  handle: (context: RouteContext<never>) => unknown,
  showsNothing: (answer: unknown) => boolean = () => false,
): Promise<unknown> => {
  const record = who === 'anyone' ? 'open' : who.record
  const { cookie, ip = '', setHeader = () => {}, ...calling } = call
  const identity = identified(call, publicTenant)
  const run = async (on: Kysely<unknown>) => {
    const look = { ...identity, purpose: call.purpose ?? 'none' }
    const trail = openTrail(on, { ...look, record, reach: call.reach }, method !== 'GET')
    const context = {
      ...identity,
      ...calling,
      ...lent,
      db: on,
      now,
      sign,
      publicUrl,
      get from() {
        return passes ? passes.from(ip) : createHmac('sha256', fromKey).update(ip).digest('base64url')
      },
      pass: passInRoute(passes, cookie, setHeader, { db: on, now }),
      audit: trail.audit,
      vault: vaultInRoute(on, vault, look, trail.send),
      ...changes(ledger, trail, call, identity),
      newId: idsOf(call),
    } as unknown as RouteContext<never>
    const answer = await Promise.resolve(handle(context)).catch(async (fault: unknown) => {
      // What was looked at stays written down; on a personal route nothing does, for nothing leaves.
      if (!personal) await trail.written().catch(() => {})
      throw fault
    })
    await trail.written()
    if (personal && trail.rows() === 0 && !isProblem(answer) && !showsNothing(answer))
      throw new Error(`${url} touched personal data without an audit row. Call audit(act, subject) in its handler.`)
    return answer
  }
  return personal ? inOneTransaction(db, run) : run(db)
}

const fromKey = createSecretKey(randomBytes(32))
const unsigned: Sign = () => {
  throw new Error('This server was built without keys to sign with: give buildApp `sign`.')
}

const identified = ({ caller, request }: Call, publicTenant?: string) => ({
  ...{ actor: actorOf(caller), request },
  tenant: tenantOf(caller, publicTenant),
})

// A request repeated under its key must name the same new things, so their ids follow from the key (RFC 9562 version 8).
const idsOf = ({ caller, key }: Call) => {
  let made = 0
  return () => {
    if (key === undefined) return randomUUID()
    const hex = createHash('sha256')
      .update(JSON.stringify([actorOf(caller), key, made++]))
      .digest('hex')
    const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4]
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
}

type Identity = ReturnType<typeof identified>

/** The ledger's three ways to change something. What was looked at before is written down with the change, or before it. */
const changes = (
  ledger: Lent['ledger'],
  trail: ReturnType<typeof openTrail>,
  { key }: Call,
  { actor, tenant, request }: Identity,
): Pick<RouteContext, 'execute' | 'executeTogether' | 'append'> => {
  const execute: Execute = (command, input, part = '', also = []) => {
    const meta = { actor, tenant, cause: `request/${request}` }
    const keyed = key === undefined ? meta : { ...meta, key: part ? `${key}/${part}` : key }
    return trail.taken(
      (rows) => ledger.execute(command, input, keyed, [...also, ...rows]),
      (outcome) => outcome.ok && !outcome.repeated,
    )
  }
  return {
    execute,
    executeTogether: (plans, also = []) =>
      trail.taken(
        (rows) => ledger.executeTogether(plans, [...also, ...rows]),
        (outcomes) => !outcomes.some((one) => !one.ok && one.refused === 'busy'),
      ),
    append: (entries, meta, also = []) =>
      trail.taken(
        (rows) => ledger.append(entries, meta, [...also, ...rows]),
        () => true,
      ),
  }
}
