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

/**
 * The bytes that are sealed: all columns of the event as canonical JSON (RFC 8785), the time in milliseconds UTC. The
 * outer object is written here in its fixed order, which halves the time that checking a ledger takes.
 */
export function leafData(row: EventRow): string {
  const owes = row.owes === null || row.owes === undefined ? '' : `"owes":${canonical(row.owes)},` // most owe nothing
  return (
    `{"actor":${text(row.actor)},"at":${text(new Date(row.at).toISOString())},"cause":${text(row.cause)},` +
    `"data":${canonical(row.data)},"id":${text(String(row.id))},${owes}"stream":${text(row.stream)},` +
    `"tenant":${text(row.tenant)},"type":${text(row.type)},"typeVersion":${row.type_version},"version":${row.version}}`
  )
}

const text = (value: string): string => JSON.stringify(value)

/** The leaf of an event in the hash tree. */
export function leafOf(row: EventRow): Hash {
  return hashLeaf(Buffer.from(leafData(row)))
}
