// Diameter by hand, for tests: it shares nothing with the codec that it tries.
import { once } from 'node:events'
import { connect } from 'node:net'
import type { TestContext } from 'node:test'

/** Bytes as they stand in a document: hex, "text" in quotation marks, blanks wherever they help, and # up to the end of the line. */
export function bytes(written: string): Buffer {
  const plain = written
    .replace(/#.*$/gm, '')
    .replace(/"([^"]*)"/g, (_, text: string) => Buffer.from(text).toString('hex'))
    .replace(/\s/g, '')
  if (!/^(?:[\da-f]{2})*$/i.test(plain)) throw new Error('not written as bytes')
  return Buffer.from(plain, 'hex')
}

const number = (value: number, size: number) => value.toString(16).padStart(2 * size, '0')
export const text = (value: string) => Buffer.from(value).toString('hex')
export const u32 = (value: number) => number(value, 4)

/** An AVP in hex. */
export function avp(code: number, data: string, { flags = '40', vendor = '' } = {}): string {
  const length = 8 + vendor.length / 2 + data.length / 2
  return u32(code) + flags + number(length, 3) + vendor + data + '00'.repeat((4 - (length % 4)) % 4)
}
const of3gpp = { flags: 'c0', vendor: '000028af' }

type Ask = { flags?: number; command: number; application: number; hopByHop?: number; version?: number; avps: string[] }

export function message({ flags = 0x80, command, application, hopByHop = 1, version = 1, avps }: Ask): Buffer {
  const body = avps.join('')
  const head = number(version, 1) + number(20 + body.length / 2, 3) + number(flags, 1) + number(command, 3)
  return Buffer.from(head + u32(application) + u32(hopByHop) + u32(hopByHop + 1000) + body, 'hex')
}

export const s13 = 16777252
const origin = (host: string) => [avp(264, text(host)), avp(296, text('localdomain'))]
export const s13Application = avp(260, avp(266, u32(10415)) + avp(258, u32(s13)))

type Greeting = { host?: string; more?: string[]; application?: string }

/** A Capabilities-Exchange-Request. */
export const cer = ({ host = 'mme.localdomain', more = [], application = s13Application }: Greeting = {}) =>
  message({
    command: 257,
    application: 0,
    avps: [
      ...origin(host),
      avp(257, '0001 7f000001'.replace(' ', '')),
      avp(266, u32(10415)),
      avp(269, text('by hand'), { flags: '00' }),
      application,
      ...more,
    ],
  })

export const imei = (digits: string) => avp(1402, text(digits), of3gpp)
export const version = (digits: string) => avp(1403, text(digits), of3gpp)
export const meid = (octets: string) => avp(1471, octets, of3gpp)
export const terminal = (...inside: string[]) => avp(1401, inside.join(''), of3gpp)

/** What an ME-Identity-Check-Request has beside the handset; a test leaves out or changes what it is about. */
export const usual = {
  session: avp(263, text('mme.localdomain;1;7')),
  state: avp(277, u32(1)),
  origin: origin('mme.localdomain').join(''),
  realm: avp(283, text('localdomain')),
}

type Check = Partial<typeof usual> & { terminal?: string; more?: string[]; hopByHop?: number; flags?: number }

/** An ME-Identity-Check-Request. */
export const ecr = ({ terminal: handset = '', more = [], hopByHop = 7, flags = 0xc0, ...parts }: Check) => {
  const { session, state, origin, realm } = { ...usual, ...parts }
  return message({
    ...{ flags, command: 324, application: s13, hopByHop },
    avps: [session, s13Application, state, origin, realm, handset, ...more],
  })
}

export const dwr = () => message({ command: 280, application: 0, hopByHop: 3, avps: origin('mme.localdomain') })
export const dpr = () =>
  message({ command: 282, application: 0, hopByHop: 4, avps: [...origin('mme.localdomain'), avp(273, u32(0))] })
/** The answer to what the node asked. */
export const answerTo = (asked: Said) =>
  message({
    ...{ flags: 0, command: asked.command, application: 0, hopByHop: asked.hopByHop },
    avps: [avp(268, u32(2001)), ...origin('mme.localdomain')],
  })

export type SaidAvp = { code: number; flags: number; vendor: number; data: Buffer }
export type Said = {
  flags: number
  command: number
  application: number
  hopByHop: number
  endToEnd: number
  avps: SaidAvp[]
}

/** The AVPs of a message or of a group. Throws where anything does not add up: padding is of zeros and never left out. */
export function avpsIn(data: Buffer): SaidAvp[] {
  const all: SaidAvp[] = []
  for (let at = 0; at < data.length; ) {
    const [flags, length] = [data.readUInt8(at + 4), data.readUIntBE(at + 5, 3)]
    const head = flags & 0x80 ? 12 : 8
    const end = at + Math.ceil(length / 4) * 4
    if (length < head || end > data.length) throw new Error('an AVP of a length that cannot be')
    if (data.subarray(at + length, end).some((byte) => byte !== 0)) throw new Error('padding that is not zero')
    const vendor = head === 12 ? data.readUInt32BE(at + 8) : 0
    all.push({ code: data.readUInt32BE(at), flags, vendor, data: data.subarray(at + head, at + length) })
    at = end
  }
  return all
}

export function said(data: Buffer): Said {
  if (data.readUInt8(0) !== 1 || data.readUIntBE(1, 3) !== data.length || data.length % 4 !== 0)
    throw new Error('not one whole message')
  return {
    ...{ flags: data.readUInt8(4), command: data.readUIntBE(5, 3), application: data.readUInt32BE(8) },
    ...{ hopByHop: data.readUInt32BE(12), endToEnd: data.readUInt32BE(16), avps: avpsIn(data.subarray(20)) },
  }
}

export function allSaid(data: Buffer): Said[] {
  const all: Said[] = []
  for (let at = 0; at < data.length; at += data.readUIntBE(at + 1, 3))
    all.push(said(data.subarray(at, at + data.readUIntBE(at + 1, 3))))
  return all
}

export const dataOf = ({ avps }: { avps: SaidAvp[] }, code: number) => avps.find((one) => one.code === code)?.data
export const numberOf = (message: { avps: SaidAvp[] }, code: number) => dataOf(message, code)?.readUInt32BE()

/** What an answer says of a handset: its Equipment-Status, the Experimental-Result, or the Result-Code of a refusal. */
export function verdictOf(answer: Said): string {
  const result = numberOf(answer, 268)
  if (result === 2001) return `status ${numberOf(answer, 1445)}`
  if (result !== undefined) return `result ${result}`
  const experimental = avpsIn(dataOf(answer, 297) ?? Buffer.alloc(0))
  return `experimental ${numberOf({ avps: experimental }, 266)} ${numberOf({ avps: experimental }, 298)}`
}

/** A connection to a node, for as long as the test. */
export async function openClient(t: TestContext, port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  let heard = Buffer.alloc(0)
  let look = () => {}
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk])
    look()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  void closed.then(() => look())
  const next = () =>
    new Promise<Said>((resolve, reject) => {
      look = () => {
        const length = heard.length < 4 ? Number.POSITIVE_INFINITY : heard.readUIntBE(1, 3)
        if (heard.length < length) return socket.destroyed && reject(new Error('closed without an answer'))
        const whole = heard.subarray(0, length)
        heard = heard.subarray(length)
        look = () => {}
        return resolve(said(whole))
      }
      look()
    })
  const ask = (message: Buffer) => {
    socket.write(message)
    return next()
  }
  return { socket, ask, next, closed }
}

/** A connection on which the node knows who asks. */
export async function openMme(t: TestContext, port: number) {
  const client = await openClient(t, port)
  const answer = await client.ask(cer())
  if (numberOf(answer, 268) !== 2001) throw new Error('not let in')
  return client
}
