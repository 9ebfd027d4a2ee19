import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { CompactSign } from 'jose'

/** A call that reached the pretend partner. `key` is the idempotency key, which is the action's id. */
export type Call = { readonly path: string; readonly key: string; readonly body: Record<string, unknown> }

/** Answers by hand: status and body, or nothing at all. */
export type Script = (call: Call, answer: Answers) => Promise<void> | void
export type Answers = {
  /** A signed answer. */
  readonly receipt: (word?: Partial<Word>) => Promise<void>
  readonly say: (status: number, body?: unknown, headers?: Record<string, string>) => void
  readonly sign: (word?: Partial<Word>) => Promise<string>
  readonly raw: ServerResponse
}
export type Word = { action: string; partner: string; kind: string; outcome: string; code: string; at: string }

export type PretendPartner = {
  readonly slug: string
  readonly baseUrl: string
  readonly calls: Call[]
  readonly keySet: { keys: { kty: 'OKP'; crv: 'Ed25519'; kid: string; x: string }[] }
  readonly sign: (word: Partial<Word> & { action: string; kind: string }) => Promise<string>
  script: Script
}

const kindOf = (path: string, body: Record<string, unknown>) =>
  ({ '/eir/v1/list': body.status === 'BLACKLISTED' ? 'block-handset' : 'unblock-handset' })[path] ??
  { '/eir/v1/watch': 'watch-handset' }[path] ??
  'unwatch-handset'

/** A partner over real HTTP whose answers a test writes by hand: it signs and acknowledges unless told otherwise. */
export async function pretendPartner(t: Pick<TestContext, 'after'>, slug: string): Promise<PretendPartner> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = randomUUID()
  const sign: PretendPartner['sign'] = (word) =>
    new CompactSign(
      Buffer.from(JSON.stringify({ partner: slug, outcome: 'acknowledged', at: new Date().toISOString(), ...word })),
    )
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'ringback-receipt+jws' })
      .sign(privateKey)

  const server = createServer((request, response) => void answer(request, response))
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? ''
    const body = JSON.parse((await request.toArray()).join('') || '{}') as Record<string, unknown>
    const call = { path, key: String(request.headers['idempotency-key']), body }
    partner.calls.push(call)
    const say: Answers['say'] = (status, given = {}, headers = {}) =>
      void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(given))
    const signed = (word: Partial<Word> = {}) => sign({ action: call.key, kind: kindOf(path, body), ...word })
    const receipt = async (word?: Partial<Word>) =>
      say(word?.outcome === 'refused' ? 422 : 200, { receipt: await signed(word) })
    await partner.script(call, { receipt, say, sign: signed, raw: response })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const partner: PretendPartner = {
    slug,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    keySet: { keys: [{ kty: 'OKP', crv: 'Ed25519', kid, x: String(publicKey.export({ format: 'jwk' }).x) }] },
    sign,
    script: (_call, { receipt }) => receipt(),
  }
  return partner
}
