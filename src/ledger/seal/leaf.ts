import { canonical } from '#lib/canonical-json'
import { type Hash, hashLeaf } from '#lib/merkle/hash'

/** An event as its row stands in the database or in an export. Times and large numbers come as text or parsed. */
export type EventRow = {
  id: string | number
  stream: string
  version: number
  type: string
  type_version: number
  tenant: string
  actor: string
  cause: string
  at: string | Date
  data: unknown
  owes?: unknown
}

/** The bytes that are sealed: all columns of the event as canonical JSON (RFC 8785), the time in milliseconds UTC. */
export function leafData(row: EventRow): string {
  const { id, stream, version, type, type_version: typeVersion, tenant, actor, cause, data } = row
  const at = new Date(row.at).toISOString()
  const owes = row.owes ?? undefined // an event that owes nothing says nothing about it
  return canonical({ id: String(id), stream, version, type, typeVersion, tenant, actor, cause, at, data, owes })
}

/** The leaf of an event in the hash tree. */
export function leafOf(row: EventRow): Hash {
  return hashLeaf(Buffer.from(leafData(row)))
}
