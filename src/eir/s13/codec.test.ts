import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { avpOf, avpsOf } from './avp.ts'
import { longestMessage, openFrames } from './frames.ts'
import { any, maybe, one, openGrammar, unsigned32 } from './grammar.ts'
import { messageOf, readHeader } from './header.ts'
import { avp, avpsIn, message, said, text, u32 } from './testing.ts'

const id = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const anyAvp = fc.record(
  {
    code: id,
    vendor: fc.oneof(fc.constant(0), id),
    mandatory: fc.boolean(),
    value: fc.uint8Array({ maxLength: 40 }),
  },
  { noNullPrototype: true },
)
const anyHeader = fc.record(
  {
    flags: fc.integer({ min: 0, max: 255 }),
    command: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
    ...{ application: id, hopByHop: id, endToEnd: id },
  },
  { noNullPrototype: true },
)
const written = (avps: { code: number; value: Uint8Array; vendor: number; mandatory: boolean }[]) =>
  avps.map(({ code, value, ...more }) => avpOf(code, value, more))

test('what is written is read again as it was, by us and by a reader that shares nothing with us', () => {
  fc.assert(
    fc.property(anyHeader, fc.array(anyAvp, { maxLength: 8 }), (header, avps) => {
      const whole = messageOf(header, written(avps))
      assert.deepEqual(readHeader(whole), header)
      const ours = [...avpsOf(whole, 20, whole.length)].map(({ code, vendor, flags, from, to }) => ({
        ...{ code, vendor, mandatory: (flags & 0x40) !== 0, value: new Uint8Array(whole.subarray(from, to)) },
      }))
      assert.deepEqual(ours, avps)
      const theirs = said(whole)
      assert.equal(theirs.hopByHop, header.hopByHop)
      assert.deepEqual(
        theirs.avps.map(({ data }) => new Uint8Array(data)),
        avps.map(({ value }) => value),
      )
    }),
  )
})

/** Cuts bytes at places that the property chose. */
function pieces(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...cuts].map((cut, n) => bytes.subarray(cut, cuts[n] ?? bytes.length))
}

test('a stream is cut into the same messages however its bytes arrive', () => {
  const anyMessage = fc.tuple(anyHeader, fc.array(anyAvp, { maxLength: 3 }))
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 20 }), (all, places) => {
      const messages = all.map(([header, avps]) => messageOf(header, written(avps)))
      const stream = Buffer.concat(messages)
      for (const parts of [pieces(stream, places), [...stream].map((byte) => Buffer.from([byte]))]) {
        const frames = openFrames()
        const heard: string[] = []
        for (const part of parts)
          assert.equal(
            frames.take(part, (whole) => heard.push(whole.toString('hex'))),
            undefined,
          )
        assert.deepEqual(
          heard,
          messages.map((one) => one.toString('hex')),
        )
        assert.equal(frames.isHalf(), false)
      }
    }),
  )
})

test('a length that cannot be, or a version that is not 1, breaks the stream where it stands', () => {
  const good = message({ command: 280, application: 0, avps: [] })
  const withLength = (length: number) =>
    Buffer.concat([good.subarray(0, 1), Buffer.from(u32(length).slice(2), 'hex'), good.subarray(4)])
  const rows: [bytes: Buffer, why: 'version' | 'length' | undefined][] = [
    [good, undefined],
    [message({ command: 280, application: 0, version: 2, avps: [] }), 'version'],
    [Buffer.from('GET / HTTP/1.1\r\nHost: eir.example\r\n\r\n'), 'version'],
    ...[0, 16, 19, 21, 22, 23, longestMessage + 4, 0xfffffc].map((length): [Buffer, 'length'] => [
      withLength(length),
      'length',
    ]),
    [withLength(longestMessage), undefined],
  ]
  for (const [bytes, why] of rows) {
    const heard: Buffer[] = []
    const broken = openFrames().take(Buffer.concat([good, bytes]), (whole) => heard.push(whole))
    assert.equal(broken?.why, why, bytes.toString('hex'))
    assert.deepEqual(heard[0], good, 'what came before it is heard')
    if (broken) assert.deepEqual([heard.length, broken.head.length], [1, 20])
  }
})

test('a length that is only told takes no memory: what is kept is what came', () => {
  const before = process.memoryUsage().arrayBuffers
  const begun = Buffer.from(`01${u32(longestMessage).slice(2)}80000118`, 'hex')
  const all = Array.from({ length: 20_000 }, () => {
    const frames = openFrames()
    frames.take(Buffer.from(begun), () => assert.fail('it is not whole'))
    return frames
  })
  assert.ok(all.every((frames) => frames.isHalf()))
  // A sixteenth of what was told.
  assert.ok(process.memoryUsage().arrayBuffers - before < (all.length * longestMessage) / 16)
})

const grammar = openGrammar({
  name: one(1),
  number: maybe(258, unsigned32),
  many: any(282),
  ours: maybe(1402, { vendor: 10415 }),
})
const judged = (avps: string[]) => {
  const bytes = Buffer.from(avps.join(''), 'hex')
  const fault = grammar.read(bytes, 0, bytes.length)
  return fault && [fault.result, fault.failed?.toString('hex')]
}

test('each thing that can be wrong with AVPs has its result and shows what is wrong', () => {
  const name = avp(1, text('abc'))
  const ours = avp(1402, text('1'), { flags: 'c0', vendor: '000028af' })
  assert.equal(judged([name]), undefined)
  assert.equal(judged([name, ours, avp(282, text('a')), avp(282, text('b')), avp(258, u32(1))]), undefined)
  assert.deepEqual(judged([]), [5005, '0000000140000008'])
  assert.deepEqual(judged([name, name]), [5009, name])
  assert.deepEqual(judged([name, avp(258, '00')]), [5014, avp(258, '00')])
  assert.deepEqual(judged([name, avp(4711, text('x'))]), [5001, avp(4711, text('x'))])
  assert.equal(judged([name, avp(4711, text('x'), { flags: '00' })]), undefined, 'nobody has to know it')
  assert.deepEqual(
    judged([name, avp(1402, text('1'))]),
    [5001, avp(1402, text('1'))],
    'another vendor’s is another AVP',
  )
  assert.equal(
    judged([avp(1, text('abc'), { flags: '7f' })]),
    undefined,
    'bits that nobody has given a meaning are ignored',
  )
})

test('an AVP of a length that cannot be is shown by its head, filled up with zeros and readable', () => {
  for (const [broken, shown] of [
    ['0000000140000007', '0000000140000008'], // shorter than its head
    ['0000000140000100 61626364', '0000000140000008'], // longer than what there is
    ['00000001 40', '0000000140000008'], // cut off
    ['0000057a c0000009 000028af', '0000057ac000000c000028af'], // a vendor's, shorter than its longer head
    ['0000057a c000', '0000057ac000000c00000000'],
  ] as const) {
    const fault = judged([avp(1, text('abc')), broken.replaceAll(' ', '')])
    assert.deepEqual(fault, [5014, shown], broken)
    assert.equal(avpsIn(Buffer.from(shown, 'hex')).length, 1)
  }
})

test('no bytes at all throw, and each fault can be shown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
      const bytes = Buffer.from(any)
      const fault = grammar.read(bytes, 0, bytes.length)
      if (fault) assert.equal(avpsIn(fault.failed ?? Buffer.alloc(0)).length, 1)
      openFrames().take(bytes, (whole) => assert.ok(whole.length >= 20))
    }),
    { numRuns: 2000 },
  )
})
