import { isIP } from 'node:net'
import { originOf, s13Application } from './answers.ts'
import { avpOf, avpsOf, copyOf } from './avp.ts'
import { application, avp, result, vendor3gpp } from './dictionary.ts'
import { any, type Fault, type Grammar, maybe, one, openGrammar, some, unsigned32 } from './grammar.ts'
import { headerBytes } from './header.ts'
import { type Identity, isHostName } from './identity.ts'

// RFC 6733 section 5.3.1.
const rules = {
  originHost: one(avp.originHost),
  originRealm: one(avp.originRealm),
  address: some(avp.hostIpAddress),
  vendor: one(avp.vendorId, unsigned32),
  product: one(avp.productName),
  state: maybe(avp.originStateId, unsigned32),
  vendors: any(avp.supportedVendorId, unsigned32),
  auth: any(avp.authApplicationId, unsigned32),
  security: any(avp.inbandSecurityId, unsigned32),
  acct: any(avp.acctApplicationId, unsigned32),
  vendorSpecific: any(avp.vendorSpecificApplicationId),
  firmware: maybe(avp.firmwareRevision, unsigned32),
}

/** Who asks to be connected, where it says so, and why it is not let in. */
export type Greeted = { readonly peer: string | undefined; readonly fault: Fault | undefined }

/** Judges a Capabilities-Exchange-Request. Without `peers` any host may connect. */
export function openGreeting(peers: readonly string[] | undefined): (message: Buffer) => Greeted {
  const grammar = openGrammar(rules)
  const known = peers && new Set(peers.map((peer) => peer.toLowerCase()))
  return (message) => {
    const fault = grammar.read(message, headerBytes, message.length)
    if (fault) return { peer: undefined, fault }
    const host = grammar.found.originHost
    const peer = message.toString('latin1', host.from, host.to).toLowerCase()
    if (!isHostName(peer))
      return { peer: undefined, fault: { result: result.invalidAvpValue, failed: copyOf(message, host) } }
    if (known && !known.has(peer)) return { peer, fault: { result: result.unknownPeer } }
    return { peer, fault: judge(message, grammar) }
  }
}

/** Whether both sides have something to say to each other. */
function judge(message: Buffer, { found }: Grammar<keyof typeof rules>): Fault | undefined {
  if (!applicationsOf(message, headerBytes, message.length).some(isOurs)) return { result: result.noCommonApplication }
  if (found.security.count === 0) return undefined
  const offers = [...avpsOf(message, headerBytes, message.length)].filter(({ code }) => code === avp.inbandSecurityId)
  const isPlain = offers.some(({ from }) => message.readUInt32BE(from) === 0)
  return isPlain ? undefined : { result: result.noCommonSecurity }
}

const isOurs = (id: number) => id === application.s13 || id === application.relay

/** All that are named, whatever vendor is named beside them (RFC 6733 section 5.3). */
function applicationsOf(message: Buffer, from: number, to: number): number[] {
  return [...avpsOf(message, from, to)].flatMap(({ code, vendor, from, to }) => {
    if (vendor !== 0) return []
    if (code === avp.vendorSpecificApplicationId) return applicationsOf(message, from, to)
    const isId = code === avp.authApplicationId || code === avp.acctApplicationId
    return isId && to - from === 4 ? [message.readUInt32BE(from)] : []
  })
}

/** What a Capabilities-Exchange-Answer says, be it yes or no: who is refused sees what would have been spoken. */
export const ourCapabilities = (identity: Identity, address: string, stateId: number, code: number): Buffer[] => [
  avpOf(avp.resultCode, code),
  ...originOf(identity),
  avpOf(avp.hostIpAddress, addressBytes(address)),
  avpOf(avp.vendorId, 0), // no number of IANA's is ours
  avpOf(avp.productName, 'Ringback', { mandatory: false }),
  avpOf(avp.originStateId, stateId),
  avpOf(avp.supportedVendorId, vendor3gpp),
  s13Application,
]

/** An Address (RFC 6733 section 4.3.1): two bytes say which family, then the address. */
export function addressBytes(text: string): Buffer {
  const plain = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIP(plain) !== 6) return Buffer.from([0, 1, ...plain.split('.').map(Number)])
  const [head = '', tail] = plain.split('::')
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)))
  const [before, after] = [words(head), words(tail ?? '')]
  const zeros = Array<number>(8 - before.length - after.length).fill(0)
  return Buffer.from([0, 2, ...[...before, ...zeros, ...after].flatMap((word) => [word >> 8, word & 0xff])])
}
