// Questions of an MME as bytes, and one connection on which many are under way at once. It shares nothing with the node.
import { connect } from 'node:net'

const text = (value: string) => Buffer.from(value)
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function avp(code: number, data: Uint8Array, vendor = 0): Buffer {
  const length = (vendor ? 12 : 8) + data.length
  const head = [u32(code), u32((vendor ? 0xc0000000 : 0x40000000) + length), ...(vendor ? [u32(vendor)] : [])]
  return Buffer.concat([...head, data, Buffer.alloc((4 - (length % 4)) % 4)])
}

function message(flags: number, command: number, application: number, id: number, avps: readonly Buffer[]): Buffer {
  const body = Buffer.concat(avps)
  const head = [0x01000000 + 20 + body.length, flags * 0x1000000 + command, application, id, id]
  return Buffer.concat([...head.map(u32), body])
}

const s13 = 16_777_252
const application = avp(260, Buffer.concat([avp(266, u32(10_415)), avp(258, u32(s13))]))
const mme = 'mmec01.mmegi8001.mme.epc.mnc001.mcc001.3gppnetwork.org'
const origin = [avp(264, text(mme)), avp(296, text('epc.mnc001.mcc001.3gppnetwork.org'))]

const greeting = message(0x80, 257, 0, 1, [
  ...origin,
  avp(257, Buffer.from([0, 1, 127, 0, 0, 1])),
  ...[avp(266, u32(10_415)), avp(269, text('bench')), application],
])

/** An ME-Identity-Check-Request with all that MMEs send: half of them with 14 digits and a version, half with 15. */
export function identityCheck(id: number, key: number): Buffer {
  const digits = id % 2 ? `${key}0` : String(key)
  const handset = [avp(1402, text(digits), 10_415), avp(1403, text('07'), 10_415)]
  return message(0xc0, 324, s13, id, [
    sessionOf(id),
    ...[application, avp(277, u32(1)), ...origin, avp(283, text('localdomain'))],
    avp(1401, Buffer.concat(handset), 10_415),
    avp(1, text(`00101${String(id).padStart(10, '0')}`)),
  ])
}

const sessionOf = (id: number) => avp(263, text(`${mme};1764230000;${String(id).padStart(7, '0')};app_s13`))

/** How long its answer must be: one that says blocked has a Result-Code and a status, one that says unknown its own result. */
export const answerLength = (id: number, isBlocked: boolean): number => {
  const always = sessionOf(id).length + application.length + avp(277, u32(1)).length
  const origin = avp(264, text('eir.localdomain')).length + avp(296, text('localdomain')).length
  return 20 + always + origin + (isBlocked ? 12 + 16 : 8 + 12 + 12)
}

/** A question as bytes, and how long its answer must be: 0 where nobody looks. */
export type Question = { readonly bytes: Buffer; readonly answerBytes: number }

export type Measured = { readonly answers: number; readonly wrong: number; readonly ms: number }
type Load = { underWay: number; atOnce: number; ms: number; warmUpMs: number; onStart?: () => void; greet?: boolean }

/** One connection, with `underWay` questions waiting for their answers: `atOnce` more go out when as many are answered. */
export async function askOnOneConnection(
  port: number,
  questions: readonly Question[],
  { underWay, atOnce, ms, warmUpMs, onStart = () => {}, greet = false }: Load,
): Promise<Measured> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  if (greet) {
    socket.write(greeting)
    await new Promise((resolve) => socket.once('data', resolve))
  }
  // Written out beforehand, so that the load costs little.
  const batches = Array.from({ length: Math.floor(questions.length / atOnce) }, (_, n) =>
    Buffer.concat(questions.slice(n * atOnce, (n + 1) * atOnce).map(({ bytes }) => bytes)),
  )
  let [sent, answers, wrong, due] = [0, 0, 0, 0]
  let running = true
  const more = () => socket.write(batches[sent++ % batches.length] as Buffer)
  socket.on(
    'data',
    cut((length) => {
      const expected = (questions[answers % (batches.length * atOnce)] as Question).answerBytes
      if (expected !== 0 && length !== expected) wrong += 1
      answers += 1
      due += 1
      if (due < atOnce || !running) return
      due -= atOnce
      more()
    }),
  )
  for (let n = 0; n < underWay / atOnce; n++) more()
  await new Promise((resolve) => setTimeout(resolve, warmUpMs))
  const [began, before] = [performance.now(), answers]
  onStart()
  await new Promise((resolve) => setTimeout(resolve, ms))
  const measured = { answers: answers - before, wrong, ms: performance.now() - began }
  running = false
  socket.destroy()
  return measured
}

/** Tells how long each message of a stream is. */
function cut(onLength: (length: number) => void) {
  let kept: Buffer | undefined
  return (chunk: Buffer) => {
    const bytes = kept ? Buffer.concat([kept, chunk]) : chunk
    let at = 0
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at) & 0xffffff
      if (at + length > bytes.length) break
      onLength(length)
      at += length
    }
    kept = at < bytes.length ? bytes.subarray(at) : undefined
  }
}
