import type { StatusCode, StatusOf } from '#lib/imei/plane/status'
import { openGreeting } from './capabilities.ts'
import { openChecks } from './check.ts'
import { identityOf } from './identity.ts'
import { openPeer } from './peer.ts'
import { cer, said, verdictOf } from './testing.ts'

const listed = new Map<number, StatusCode>([
  [49015420323751, 3],
  [35693803564380, 2],
  [35349006987331, 1],
])

const listedStatus: StatusOf = (key) => listed.get(key) ?? 0

type Given = { peers?: string[]; pairedSupi?: string; unknown?: 0 | 1; statusOf?: StatusOf }

/** A node of three handsets, and what it says to one connection, without the connection. */
export function openNode({ peers, pairedSupi, unknown = 0, statusOf = listedStatus }: Given = {}) {
  const attempts: [key: number, status: StatusCode][] = []
  const counts: string[] = []
  const rules = {
    statusOf,
    isPaired: (_: number, supi: string) => supi === pairedSupi,
    tacStatusOf: () => 0 as const,
    unknown,
  }
  const identity = identityOf()
  const check = openChecks({ rules, onAttempt: (...attempt) => void attempts.push(attempt) }, identity)
  const greet = openGreeting(peers)
  const count = ({ name }: { name: string }) => void counts.push(name)
  const peer = openPeer({ identity, check, greet, count, address: '127.0.0.1', stateId: 0x65000001 })
  return { peer, attempts, counts, hear: (asked: Buffer) => peer.hear(asked) }
}

export function openKnown(given: Given = {}) {
  const node = openNode(given)
  node.hear(cer())
  const ask = (asked: Buffer) => said(node.hear(asked) ?? Buffer.alloc(0))
  return { ...node, ask, verdict: (asked: Buffer) => verdictOf(ask(asked)) }
}
