import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readBounce } from './bounce.ts'

const id = '<0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11.abcdefghijklmnopqrstuv@ringback.example>'

type Shape = {
  readonly end: '\n' | '\r\n'
  readonly type: string
  readonly action: string
  readonly status: string
  readonly returned: 'message/rfc822' | 'text/rfc822-headers'
  readonly folded: boolean
  readonly before: string
}
const usual: Shape = {
  ...{ end: '\r\n', type: 'multipart/report; report-type=delivery-status; boundary="b"', action: 'failed' },
  ...{ status: '5.1.1', returned: 'message/rfc822', folded: false, before: '' },
}

const report = ({ end, type, action, status, returned, folded, before }: Shape) =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example.org',
      'Message-ID: <its-own@mx.example.org>',
      'MIME-Version: 1.0',
      `Content-Type: ${type}`,
      '',
      'This is a MIME-encapsulated message.',
      '',
      '--b',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      `Message-ID: <in-the-words@mx.example.org>${before}`,
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      'Final-Recipient: rfc822; somebody@example.org',
      `Action: ${action}`,
      `Status: ${status}`,
      '',
      '--b',
      `Content-Type: ${returned}`,
      '',
      'Return-Path: <bounces@ringback.example>',
      'From: Ringback <news@ringback.example>',
      folded ? `message-id:${end} ${id}` : `Message-ID: ${id}`,
      'Subject: Ringback',
      '',
      'Message-ID: <in-the-body@mx.example.org>',
      '',
      '--b--',
      '',
    ].join(end),
  )

const shape: fc.Arbitrary<Shape> = fc.record({
  end: fc.constantFrom('\n', '\r\n'),
  type: fc.constantFrom(
    usual.type,
    'multipart/report;\r\n\treport-type="delivery-status";\r\n\tboundary=b',
    'Multipart/Report; boundary="b"; Report-Type=Delivery-Status',
  ),
  action: fc.constantFrom('failed', 'Failed', 'delayed', 'delivered', 'relayed', 'expanded'),
  status: fc.constantFrom('5.1.1', '5.0.0', '4.4.7', '2.0.0', '5.7.1 (not wanted)', ''),
  returned: fc.constantFrom('message/rfc822', 'text/rfc822-headers'),
  folded: fc.boolean(),
  before: fc.string({ unit: fc.constantFrom(...'abc <>@.:\t') }),
})

test('B51: whichever mail server wrote it, a report says which mail did not arrive, and whether it still may', async () => {
  await fc.assert(
    fc.asyncProperty(shape, async (made) => {
      const read = await readBounce(report(made))
      const failed = made.status.startsWith('4') ? 'temporary-failure' : 'permanent-failure'
      const became = { failed, delayed: 'delayed' }[made.action.toLowerCase()] ?? 'delivered'
      assert.deepEqual(read, { about: id, became })
    }),
    { numRuns: 300 },
  )
})

test('USERS 4, forged report: an answer to a mail, a mail without the returned one, and half a report are no reports', async () => {
  const whole = report(usual).toString()
  for (const other of [
    whole.replace('report-type=delivery-status', 'report-type=disposition-notification'),
    whole.replace('multipart/report', 'multipart/mixed'),
    whole.replace('message/delivery-status', 'text/plain'),
    whole.replace('message/rfc822', 'text/plain'),
    whole.replace(/Action: failed\r\n/, ''),
    whole.slice(0, whole.indexOf('message/rfc822')),
    `Subject: Re: Ringback\r\nIn-Reply-To: ${id}\r\n\r\nWhere is my phone?`,
    '',
  ])
    assert.equal(await readBounce(Buffer.from(other)), undefined)
})

test('several addresses behind ours: it arrived if it arrived at one', async () => {
  const two = report(usual).toString().replace('Status: 5.1.1', 'Status: 5.1.1\r\n\r\nAction: relayed\r\nStatus: 2.0.0')
  assert.equal((await readBounce(Buffer.from(two)))?.became, 'delivered')
})

test('whatever comes in, reading it never throws; it names one whole id, and none of the report’s own head or words', async () => {
  const start = report(usual)
  const after = (what: string) => start.indexOf(what) + what.length
  // A line that lost its end runs into the next one; an empty line that is none makes a body of what stood after the head.
  const examples: [Uint8Array<ArrayBuffer> | { at: number; gone: number; put: Uint8Array<ArrayBuffer> }][] = [
    [{ at: after('opqrstuv@'), gone: 40, put: new Uint8Array() }],
    [{ at: after('message/rfc822\r\n'), gone: 0, put: new Uint8Array([0]) }],
  ]
  const cut = fc.record({ at: fc.nat(start.length), gone: fc.nat(40), put: fc.uint8Array({ maxLength: 40 }) })
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 2000 }), cut), async (odd) => {
      const raw =
        odd instanceof Uint8Array
          ? odd
          : Buffer.concat([start.subarray(0, odd.at), odd.put, start.subarray(odd.at + odd.gone)])
      const read = await readBounce(raw)
      if (!read) return
      assert.match(read.about, /^<[^\s<>]+>$/)
      assert.doesNotMatch(read.about, /its-own|in-the-words/)
    }),
    { numRuns: 500, examples },
  )
})

test('parts within parts without end, and a header without end, are no report', async () => {
  const deep = Array.from(
    { length: 400 },
    (_, n) => `--b${n}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b${n + 1}\r\n\r\n`,
  )
  const nested = `Content-Type: multipart/report; report-type=delivery-status; boundary=b0\r\n\r\n${deep.join('')}`
  assert.equal(await readBounce(Buffer.from(nested)), undefined)
  assert.equal(await readBounce(Buffer.from(`Subject: ${'x'.repeat(3_000_000)}`)), undefined)
})
