import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readImei } from '#lib/imei/imei'
import { openKnown } from './peer-testing.ts'
import * as hand from './testing.ts'
import { avp, avpsIn, cer, ecr, imei, message, numberOf, text } from './testing.ts'

test('G6: every form of a handset reaches the same key over S13: 14, 15 and 16 digits, with and without a software version', () => {
  const { verdict, attempts } = openKnown()
  const forms = ['49015420323751', '490154203237518', '490154203237510', '4901542032375101', '4901542032375199']
  for (const digits of forms)
    for (const more of [[], [hand.version('01')], [hand.meid('a0000000000000'), hand.version('99')]])
      assert.equal(verdict(ecr({ terminal: hand.terminal(imei(digits), ...more) })), 'status 1', digits)
  assert.equal(attempts.length, forms.length * 3)
  assert.ok(attempts.every(([key, status]) => key === 49015420323751 && status === 3))
  assert.equal(verdict(ecr({ terminal: hand.terminal(hand.version('01'), imei('35693803564380')) })), 'status 2')
  assert.equal(verdict(ecr({ terminal: hand.terminal(imei('353490069873319')) })), 'status 0')
})

test('what is not listed is unknown, never blocked; so is a MEID alone; a node may permit them instead', () => {
  for (const [unknown, expected] of [
    [0, 'experimental 10415 5422'],
    [1, 'status 0'],
  ] as const) {
    const { verdict, attempts } = openKnown({ unknown })
    assert.equal(verdict(ecr({ terminal: hand.terminal(imei('351234567890120')) })), expected)
    assert.equal(verdict(ecr({ terminal: hand.terminal(hand.meid('a0000000000000')) })), expected)
    assert.deepEqual(attempts, [])
  }
})

test('G6: any text in an IMEI AVP is the handset that the library reads there, or is refused', () => {
  let asked: number | undefined
  const statusOf = (key: number) => {
    asked = key
    return 0 as const
  }
  const { verdict } = openKnown({ statusOf })
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 12, maxLength: 18 })
  const near = fc.string({ unit: fc.constantFrom(...'0123456789fFa- '), minLength: 13, maxLength: 17 })
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: digits }, near, fc.string()), (entry) => {
      asked = undefined
      const said = verdict(ecr({ terminal: hand.terminal(imei(entry)) }))
      // A machine writes neither blanks nor, in this AVP, the hexadecimal digits of a MEID. A dummy is a handset, never blocked.
      const { valid, kind, norm14, reason } = readImei(entry, 's13')
      if (entry === entry.trim() && valid && kind !== 'MEID')
        assert.deepEqual([asked, said], [Number(norm14), 'experimental 10415 5422'])
      else if (entry === entry.trim() && reason === 'dummy')
        assert.deepEqual([asked, said], [Number(entry.slice(0, 14)), 'experimental 10415 5422'])
      else assert.deepEqual([asked, said], [undefined, 'result 5004'])
    }),
    { numRuns: 1000 },
  )
})

test('G11: a test number is never blocked over S13, even when the list says so', () => {
  const { verdict, attempts } = openKnown({ statusOf: () => 3 })
  assert.equal(verdict(ecr({ terminal: hand.terminal(imei('004400152020008')) })), 'experimental 10415 5422')
  assert.equal(verdict(ecr({ terminal: hand.terminal(imei('49015420323751')) })), 'status 1')
  assert.deepEqual(attempts, [[49015420323751, 3]])
})

test('a subscriber who may use the handset is told so, by the IMSI of the User-Name', () => {
  const { verdict } = openKnown({ pairedSupi: 'imsi-001010000000001' })
  const terminal = hand.terminal(imei('49015420323751'))
  assert.equal(verdict(ecr({ terminal, more: [avp(1, text('001010000000001'))] })), 'status 0')
  assert.equal(verdict(ecr({ terminal, more: [avp(1, text('001010000000002'))] })), 'status 1')
})

test('an answer gives back Session-Id first, the identifiers, the P bit, and what agents on the way want back, in their order', () => {
  const { ask } = openKnown()
  const proxies = ['one', 'three'].map((name) => avp(284, avp(280, text(name)) + avp(33, text(`${name} state`))))
  const terminal = hand.terminal(imei('49015420323751'))
  for (const flags of [0x80, 0xc0, 0x90, 0xdf]) {
    const more = [proxies[0] ?? '', avp(282, text('dra.localdomain')), proxies[1] ?? '']
    for (const [asked, status] of [
      [ecr({ terminal, more, flags, hopByHop: 0xfedcba98 }), 'status 1'],
      [ecr({ terminal: hand.terminal(imei('1')), more, flags, hopByHop: 0xfedcba98 }), 'result 5004'],
      [ecr({ terminal, more, flags, hopByHop: 0xfedcba98, realm: avp(283, text('elsewhere')) }), 'result 3003'],
    ] as const) {
      const answer = ask(asked)
      assert.equal(hand.verdictOf(answer), status)
      assert.equal(answer.flags & 0xdf, flags & 0x40, 'P as it was; no R, no T, nothing reserved')
      assert.equal((answer.flags & 0x20) !== 0, status === 'result 3003', 'E for protocol errors only')
      assert.deepEqual([answer.hopByHop, answer.endToEnd], [0xfedcba98, 0xfedcba98 + 1000])
      assert.deepEqual([answer.avps[0]?.code, answer.avps[0]?.data.toString()], [263, 'mme.localdomain;1;7'])
      const back = answer.avps.filter(({ code }) => code === 284)
      assert.deepEqual(
        back.map(({ data }) => avpsIn(data)[0]?.data.toString()),
        ['one', 'three'],
      )
      assert.ok(answer.avps.every(({ code }) => code !== 283 && code !== 293 && code !== 282))
    }
  }
})

/** The first AVP within the Failed-AVP, down to the last level: its code and its data. */
function failedOf(answer: hand.Said): string | undefined {
  let shown = hand.dataOf(answer, 279)
  let path = ''
  while (shown) {
    const [first] = avpsIn(shown)
    path += `/${first?.code}`
    if (first?.code !== 1401) return `${path} ${first?.data.toString('latin1')}`
    shown = first.data.length > 0 ? first.data : undefined
  }
  return path || undefined
}

test('a request that cannot be answered is refused with the result of RFC 6733 and shows what is wrong', () => {
  const { ask, attempts } = openKnown()
  const good = hand.terminal(imei('49015420323751'))
  const rows: [asked: Buffer, verdict: string, failed?: string | undefined][] = [
    [ecr({ terminal: good, session: '' }), 'result 5005', '/263 '],
    [ecr({ terminal: good, state: '' }), 'result 5005', '/277 \0\0\0\0'],
    [ecr({ terminal: good, origin: avp(264, text('mme.localdomain')) }), 'result 5005', '/296 '],
    [ecr({ terminal: good, realm: '' }), 'result 5005', '/283 '],
    [ecr({}), 'result 5005', '/1401'],
    [ecr({ terminal: hand.terminal() }), 'result 5005', '/1401/1402 '],
    [ecr({ terminal: hand.terminal(hand.version('01')) }), 'result 5005', '/1401/1402 '],
    ...['', '4901542032375', '49015420323751012', '49015420323751x', '490154203237510f', ' 49015420323751', '４'].map(
      (digits): [Buffer, string, string] => [
        ecr({ terminal: hand.terminal(imei(digits)) }),
        'result 5004',
        `/1401/1402 ${Buffer.from(digits).toString('latin1')}`,
      ],
    ),
    ...['', '0010', '0010100000000012', 'imsi-001010000000001', '00101000000000a'].map(
      (imsi): [Buffer, string, string] => [
        ecr({ terminal: good, more: [avp(1, text(imsi))] }),
        'result 5004',
        `/1 ${imsi}`,
      ],
    ),
    [ecr({ terminal: good + good }), 'result 5009', '/1401/1402 49015420323751'],
    [
      ecr({ terminal: hand.terminal(imei('49015420323751'), imei('35349006987331')) }),
      'result 5009',
      '/1401/1402 35349006987331',
    ],
    [ecr({ terminal: good, more: [avp(4711, text('x'))] }), 'result 5001', '/4711 x'],
    [ecr({ terminal: hand.terminal(imei('49015420323751'), avp(4711, '')) }), 'result 5001', '/1401/4711 '],
    [ecr({ terminal: avp(1401, imei('49015420323751')) }), 'result 5001', undefined],
    [ecr({ terminal: good, state: avp(277, '0001') }), 'result 5014', '/277 \0\u0001'],
    [ecr({ terminal: good, more: ['0000000140000040'] }), 'result 5014', '/1 '],
    [
      ecr({ terminal: avp(1401, '0000057ac0000040000028af', { flags: 'c0', vendor: '000028af' }) }),
      'result 5014',
      '/1401/1402 ',
    ],
    [ecr({ terminal: good, realm: avp(283, text('elsewhere')) }), 'result 3003'],
    [ecr({ terminal: good, more: [avp(293, text('hss.localdomain'))] }), 'result 3002'],
    [ecr({ terminal: good, flags: 0xe0 }), 'result 3008'],
    [message({ command: 316, application: hand.s13, avps: [hand.usual.session] }), 'result 3001'],
    [message({ command: 324, application: 0, avps: [hand.usual.session] }), 'result 3001'],
    [message({ command: 274, application: 0, avps: [] }), 'result 3001'],
    [message({ command: 324, application: 16777251, avps: [hand.usual.session] }), 'result 3007'],
    [message({ command: 280, application: hand.s13, avps: [] }), 'result 3001'],
    [message({ command: 280, application: 0, avps: [] }), 'result 5005', '/264 '],
    [message({ command: 282, application: 0, avps: [hand.usual.origin] }), 'result 5005', '/273 \0\0\0\0'],
    [cer({ host: 'other.localdomain' }), 'result 5012'],
  ]
  for (const [asked, verdict, failed] of rows) {
    const answer = ask(asked)
    assert.equal(hand.verdictOf(answer), verdict, asked.toString('hex'))
    if (failed !== undefined) assert.equal(failedOf(answer), failed)
    assert.deepEqual([numberOf(answer, 1445), answer.hopByHop], [undefined, asked.readUInt32BE(12)])
    assert.equal(hand.dataOf(answer, 264)?.toString(), 'eir.localdomain')
  }
  assert.deepEqual(attempts, [], 'a request that is refused is no attempt')
  // Names of hosts are the same in upper and lower case; a request for this host may name any realm.
  const named = [avp(293, text('EIR.LocalDomain'))]
  assert.equal(hand.verdictOf(ask(ecr({ terminal: good, realm: avp(283, text('x')), more: named }))), 'status 1')
  assert.equal(hand.verdictOf(ask(ecr({ terminal: good, realm: avp(283, text('LOCALDOMAIN')) }))), 'status 1')
})
