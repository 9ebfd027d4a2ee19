import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The Message-ID of a mail of ours: the same each time its action is sent, so that a mailbox shows it once. With the gateway's secret
 * it holds a proof that nobody else can make: a report that comes back with it is about a mail that we sent.
 */
export function mailIdOf(action: string, from: string, secret: string | undefined): string {
  const proof = secret === undefined ? '' : `.${proofOf(action, secret)}`
  return `<${action}${proof}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'ringback'}>`
}

/** The action of a Message-ID that was made with this secret; undefined for any other. */
export function actionOfMailId(id: string, secret: string): string | undefined {
  const [, action, proof] = /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{22})@[\w.-]+>?$/.exec(id) ?? []
  if (!action || !proof) return undefined
  return timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(action, secret))) ? action : undefined
}

/** 128 bits: too many to guess, and short enough for the line of a header. */
const proofOf = (action: string, secret: string) =>
  createHmac('sha256', secret).update(`ringback mail ${action}`).digest().subarray(0, 16).toString('base64url')
