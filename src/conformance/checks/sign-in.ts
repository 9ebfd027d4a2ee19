import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold, NotTried } from '../finding.ts'
import { newKey } from '../gateway.ts'
import { inSeconds, inWords, whole } from '../judge.ts'
import { block } from '../measures.ts'
import { type Answer, field } from '../wire.ts'
import { example } from './clauses.ts'

/** Sends a block with this Authorization header, and expects 401 and nothing done. */
async function isTurnedAway(desk: Desk, authorization: string): Promise<string> {
  const handset = await desk.handset()
  const key = newKey()
  const answer = await desk.once(block.path, block.body(handset), { authorization, key })
  if (answer.status < 400) await desk.undo({ measure: block, on: handset, key }).catch(() => {})
  hold(answer.status === 401, `the order was answered ${inWords(answer)}`)
  await desk.stays(handset, 'let in')
  return '401, and nothing was done'
}

/** A token that is ended on purpose: taken once, early in the run, so that it has time to end. */
export const oldToken = ({ bench }: Pick<Desk, 'bench'>): Promise<{ answer: Answer; at: number }> =>
  bench.once('old token', async () => ({ answer: await bench.gateway.grant(), at: performance.now() }))

export const signIn: readonly Check[] = [
  {
    id: 'token',
    says: 'Client credentials give an access token.',
    clause: `${example}; RFC 6749 4.4 and 5.1`,
    probe: 'POST to the token path with grant_type=client_credentials, id and secret in the Authorization header.',
    mend: 'Answer 200 with JSON that holds access_token, token_type "Bearer" and expires_in as a number of seconds. After 401 look first whether --client-id, --secret-file and --token-path are right.',
    run: async (desk) => {
      const { status, json } = whole((await oldToken(desk)).answer)
      const [token, type, seconds] = ['access_token', 'token_type', 'expires_in'].map((name) => field(json, name))
      hold(status === 200, `the token path answered ${status}`)
      hold(
        typeof token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(token),
        'access_token is no text of up to 8,192 printable ASCII letters',
      )
      hold(typeof type === 'string' && /^bearer$/i.test(type), 'token_type is not Bearer')
      hold(seconds === undefined || (typeof seconds === 'number' && seconds > 0), 'expires_in is no number of seconds')
      return seconds === undefined ? 'a token that does not say when it ends' : `a token for ${seconds} s`
    },
  },
  {
    id: 'token-wrong-secret',
    says: 'Whoever does not know the secret gets no token.',
    clause: `${example}; RFC 6749 5.2`,
    probe: 'The same with another secret.',
    mend: 'Compare the secret, and answer 401 with {"error":"invalid_client"}.',
    after: ['token'],
    run: async ({ bench }) => {
      const { status, json } = whole(await bench.gateway.grant(newKey()))
      hold(field(json, 'access_token') === undefined, `a wrong secret was given a token (${status})`)
      hold(status === 401 || status === 400, `a wrong secret was answered ${status}`)
      return `${status}, no token`
    },
  },
  {
    id: 'token-absent',
    says: 'An order without a token is turned away.',
    clause: `${example}; RFC 6750 3.1`,
    probe: 'A block without an Authorization header.',
    mend: 'Answer 401 before anything is read or done.',
    run: (desk) => isTurnedAway(desk, ''),
  },
  {
    id: 'token-garbage',
    says: 'An order with a token that was never given is turned away.',
    clause: `${example}; RFC 6750 3.1`,
    probe: 'A block with a Bearer token of random letters.',
    mend: 'Look the token up, or check its signature, and answer 401: only then is a new token asked for.',
    run: (desk) => isTurnedAway(desk, `Bearer ${newKey()}`),
  },
]

export const signInLate: readonly Check[] = [
  {
    id: 'token-expired',
    says: 'An order with a token that has ended is turned away.',
    clause: `${example}; RFC 6749 5.1, RFC 6750 3.1`,
    probe: 'A block with a token of this run, a second after the end that expires_in gave it.',
    mend: 'Keep the end of each token and answer 401 from then on: only then is a new one asked for.',
    after: ['token'],
    run: async (desk) => {
      const { answer, at } = await oldToken(desk)
      const [token, seconds] = [field(answer.json, 'access_token'), field(answer.json, 'expires_in')]
      if (typeof seconds !== 'number') throw new NotTried('the token does not say when it ends')
      const leftMs = at + seconds * 1000 + 1000 - performance.now()
      const { patienceMs } = desk.bench.settings
      if (leftMs > patienceMs)
        throw new NotTried(`the token lives ${seconds} s, longer than --patience (${inSeconds(patienceMs)})`)
      if (leftMs > 0) await desk.bench.pause(leftMs)
      return isTurnedAway(desk, `Bearer ${token}`)
    },
  },
]
