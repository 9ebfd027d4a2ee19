import { createHash, createPublicKey, verify } from 'node:crypto'
import { addClient, type ClientTables } from '#http/sign-in/partner-client'
import type { Database } from '#platform/database'
import type { Loop } from './loop.ts'

/** A machine that calls as an operator, or as an organisation of another sort. */
export async function openMachine(loop: Loop, slug: string, sort = 'operator') {
  await loop.organisation(slug, sort)
  const kysely = loop.db.owner.kysely as unknown as Database<ClientTables>['kysely']
  const { clientId, secret } = await addClient(kysely, slug)
  const answer = await fetch(`${loop.origin}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}` }
  return {
    get: (path: string, more: Record<string, string> = {}) =>
      fetch(loop.origin + path, { headers: { ...headers, ...more } }),
    post: (path: string, body: unknown) =>
      fetch(loop.origin + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }
}

export type Hold = { status: 'blocked' | 'tracked'; until?: number }
export type Change = { no: number; key: string; holds: Hold[]; seq: number }
type Tail = { note: string; head: string; proofs: { leafIdx: number; treeSize: number; root: string }[] }

/**
 * What a node makes of a batch: written from docs/guide/feed.md with Node's own crypto, none of the server's code, so that both
 * must mean the same. Throws what is wrong with it.
 */
export function judged(text: string, vkey: string, operator: string) {
  const end = text.lastIndexOf('\n', text.length - 2) + 1
  const body = text.slice(0, end)
  const tail = JSON.parse(text.slice(end)) as Tail
  const said = signedText(tail.note, vkey)
  const [origin, to, what = '', bodyHash, hash = '', at] = said.split('\n')
  if (origin !== vkey.split('+')[0]) throw new Error('another feed')
  if (to !== operator) throw new Error('for another operator')
  if (sha256(body).toString('base64') !== bodyHash) throw new Error('the body is not what was signed')
  const [kind, one = '', two = ''] = what.split(' ')
  const lines = body.split('\n').slice(0, -1)
  return {
    ...{ kind, one: Number(one), two: Number(two), at, lines, tail },
    hash: Buffer.from(hash, 'base64').toString('hex'),
  }
}

function signedText(note: string, vkey: string): string {
  const [name = '', id = '', key = ''] = /^(.+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)?.slice(1) ?? []
  const cut = note.indexOf('\n\n')
  const text = note.slice(0, cut + 1)
  const line = note.slice(cut + 2, -1)
  if (!line.startsWith(`— ${name} `)) throw new Error('signed by somebody else')
  const signature = Buffer.from(line.slice(`— ${name} `.length), 'base64')
  const x = Buffer.from(key, 'base64').subarray(1).toString('base64url')
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const good =
    signature.subarray(0, 4).toString('hex') === id && verify(null, Buffer.from(text), publicKey, signature.subarray(4))
  if (!good) throw new Error('a bad signature')
  return text
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

const shown = (holds: readonly Hold[]) =>
  holds.map(({ status, until }) => status + (until === undefined ? '' : `@${until}`)).join(',')

/** A node: follows the feed, believes nothing unchecked, and keeps what it was told. */
export async function openNode(machine: Awaited<ReturnType<typeof openMachine>>, operator: string) {
  const vkey = (await (await machine.get('/api/blocklist/key')).text()).trim()
  const list = new Map<string, string>()
  const node = { no: 0, hash: '00'.repeat(32), list, vkey, changes: [] as Change[], proofs: 0 }

  /** Takes a batch as it came over the wire, or throws why it cannot be believed. */
  const take = (text: string): Change[] => {
    const batch = judged(text, vkey, operator)
    const changes = batch.lines.map((line) => JSON.parse(line) as Change)
    if (batch.kind !== 'changes' || batch.one !== node.no + 1) throw new Error('not what was asked for')
    let hash = Buffer.from(node.hash, 'hex')
    for (const piece of Map.groupBy(changes, ({ seq }) => seq).values()) {
      const lines = piece.map(({ no, key, holds, seq }) => `${no} ${key} ${shown(holds)} ${seq}\n`).join('')
      hash = sha256(Buffer.concat([hash, sha256(lines)])) as Buffer<ArrayBuffer>
    }
    if (hash.toString('hex') !== batch.hash) throw new Error('the running hash differs')
    if (changes.some(({ no }, at) => no !== node.no + 1 + at) || batch.two !== node.no + changes.length)
      throw new Error('a gap')
    for (const { key, holds } of changes) {
      if (holds.length > 0) list.set(key, shown(holds))
      else list.delete(key)
    }
    Object.assign(node, { no: batch.two, hash: batch.hash, proofs: node.proofs + batch.tail.proofs.length })
    node.changes.push(...changes)
    return changes
  }
  const ask = async (more = '') => {
    const answer = await machine.get(`/api/blocklist/changes?after=${node.no}&hash=${node.hash}${more}`)
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(text)
    return text
  }
  return Object.assign(node, {
    ask,
    take,
    /** Asks once, and waits for news. */
    follow: async (more = '&wait=20') => take(await ask(more)),
    /** Takes the whole list instead. */
    snapshot: async () => {
      const answer = await machine.get('/api/blocklist/snapshot', { 'accept-encoding': 'gzip' })
      const taken = judged(await answer.text(), vkey, operator)
      const [head = '', ...lines] = taken.lines
      const { no, hash, count } = JSON.parse(head) as { no: number; hash: string; count: number }
      if (taken.kind !== 'snapshot' || taken.one !== no || taken.two !== count || lines.length !== count)
        throw new Error('not the whole list')
      if (taken.hash !== hash) throw new Error('the running hash differs')
      list.clear()
      for (const line of lines) {
        const { key, holds } = JSON.parse(line) as { key: string; holds: Hold[] }
        list.set(key, shown(holds))
      }
      Object.assign(node, { no, hash })
      return answer
    },
    /** Count and hash of each TAC. */
    sums: () => {
      const tacs = Map.groupBy([...list].sort(), ([key]) => key.slice(0, 8))
      return [...tacs].map(([tac, keys]) => ({
        ...{ tac, count: keys.length },
        hash: sha256(keys.map(([key, holds]) => `${key} ${holds}\n`).join('')).toString('hex'),
      }))
    },
  })
}
