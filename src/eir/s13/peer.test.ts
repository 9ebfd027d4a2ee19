import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { StatusCode } from '#lib/imei/plane/status'
import { addressBytes, openGreeting } from './capabilities.ts'
import { openChecks } from './check.ts'
import { openFrames } from './frames.ts'
import { identityOf } from './identity.ts'
import { openPeer } from './peer.ts'
import * as hand from './testing.ts'
import { allSaid, avp, avpsIn, bytes, cer, dpr, dwr, ecr, imei, message, numberOf, said, text, u32 } from './testing.ts'

const listed = new Map<number, StatusCode>([
  [49015420323751, 3],
  [35693803564380, 2],
  [35349006987331, 1],
])

type Given = { peers?: string[]; pairedSupi?: string; unknown?: 0 | 1 }

/** The other side of a connection to a node of three handsets, without the connection. */
function openNode({ peers, pairedSupi, unknown = 0 }: Given = {}) {
  const attempts: [key: number, status: StatusCode][] = []
  const counts: string[] = []
  const rules = {
    statusOf: (key: number) => listed.get(key) ?? (0 as const),
    isPaired: (_: number, supi: string) => supi === pairedSupi,
    tacStatusOf: () => 0 as const,
    unknown,
  }
  const identity = identityOf()
  const check = openChecks({ rules, onAttempt: (...attempt) => void attempts.push(attempt) }, identity)
  const greet = openGreeting(peers)
  const count = ({ name }: { name: string }) => void counts.push(name)
  const peer = openPeer({ identity, check, greet, count, address: '127.0.0.1', stateId: 0x65000001 })
  return { peer, attempts, counts, hear: (asked: Buffer) => peer.hear(asked) }
}

function openKnown(given: Given = {}) {
  const node = openNode(given)
  node.hear(cer())
  const ask = (asked: Buffer) => said(node.hear(asked) ?? Buffer.alloc(0))
  return { ...node, ask, verdict: (asked: Buffer) => hand.verdictOf(ask(asked)) }
}

const greeting = bytes(`
  01 000088 80 000101 00000000 0000a001 0000b001                 # Capabilities-Exchange-Request
  00000108 40 000017 "mme.localdomain" 00                        # Origin-Host
  00000128 40 000013 "localdomain" 00                            # Origin-Realm
  00000101 40 00000e 0001 7f000001 0000                          # Host-IP-Address 127.0.0.1
  0000010a 40 00000c 000028af                                    # Vendor-Id 10415
  0000010d 00 00000c "test"                                      # Product-Name
  00000104 40 000020                                             # Vendor-Specific-Application-Id
    0000010a 40 00000c 000028af  00000102 40 00000c 01000024     #   Vendor-Id 10415, Auth-Application-Id S13`)

const check = bytes(`
  01 0000f4 c0 000144 01000024 0000a002 0000b002                 # ME-Identity-Check-Request, proxiable
  00000107 40 000023 "mme.localdomain;1;1;app_s13" 00            # Session-Id
  00000104 40 000020 0000010a 40 00000c 000028af 00000102 40 00000c 01000024
  00000115 40 00000c 00000001                                    # Auth-Session-State NO_STATE_MAINTAINED
  00000108 40 000017 "mme.localdomain" 00
  00000128 40 000013 "localdomain" 00
  0000011b 40 000013 "localdomain" 00                            # Destination-Realm
  00000579 c0 000038 000028af                                    # Terminal-Information
    0000057a c0 00001a 000028af "49015420323751" 0000            #   IMEI
    0000057b c0 00000e 000028af "01" 0000                        #   Software-Version
  00000001 40 000017 "001010000000001" 00                        # User-Name`)

const blocked = bytes(`
  01 0000ac 40 000144 01000024 0000a002 0000b002                 # ME-Identity-Check-Answer
  00000107 40 000023 "mme.localdomain;1;1;app_s13" 00
  00000104 40 000020 0000010a 40 00000c 000028af 00000102 40 00000c 01000024
  0000010c 40 00000c 000007d1                                    # Result-Code DIAMETER_SUCCESS
  00000115 40 00000c 00000001
  00000108 40 000017 "eir.localdomain" 00
  00000128 40 000013 "localdomain" 00
  000005a5 c0 000010 000028af 00000001                           # Equipment-Status BLACKLISTED`)

const unknown = bytes(`
  01 0000b0 40 000144 01000024 0000a002 0000b002
  00000107 40 000023 "mme.localdomain;1;1;app_s13" 00
  00000104 40 000020 0000010a 40 00000c 000028af 00000102 40 00000c 01000024
  00000129 40 000020                                             # Experimental-Result
    0000010a 40 00000c 000028af  0000012a 40 00000c 0000152e     #   3GPP, DIAMETER_ERROR_EQUIPMENT_UNKNOWN
  00000115 40 00000c 00000001
  00000108 40 000017 "eir.localdomain" 00
  00000128 40 000013 "localdomain" 00`)

test('byte for byte: capabilities, identity checks, watchdog and disconnection, as RFC 6733 and TS 29.272 write them', () => {
  const { hear, attempts, counts, peer } = openNode()
  const exchange = (asked: Buffer, answer: Buffer) => assert.equal(hear(asked)?.toString('hex'), answer.toString('hex'))
  exchange(
    greeting,
    bytes(`
      01 0000b0 00 000101 00000000 0000a001 0000b001               # Capabilities-Exchange-Answer
      0000010c 40 00000c 000007d1
      00000108 40 000017 "eir.localdomain" 00
      00000128 40 000013 "localdomain" 00
      00000101 40 00000e 0001 7f000001 0000
      0000010a 40 00000c 00000000
      0000010d 00 000010 "Ringback"
      00000116 40 00000c 65000001                                  # Origin-State-Id
      00000109 40 00000c 000028af                                  # Supported-Vendor-Id
      00000104 40 000020 0000010a 40 00000c 000028af 00000102 40 00000c 01000024`),
  )
  exchange(check, blocked)
  const other = Buffer.from(check)
  other.write('35123456789012', check.indexOf('49015420323751'))
  exchange(other, unknown)
  exchange(
    bytes(`01 000040 80 000118 00000000 0000a003 0000b003
      00000108 40 000017 "mme.localdomain" 00  00000128 40 000013 "localdomain" 00`),
    bytes(`01 000058 00 000118 00000000 0000a003 0000b003  0000010c 40 00000c 000007d1
      00000108 40 000017 "eir.localdomain" 00  00000128 40 000013 "localdomain" 00  00000116 40 00000c 65000001`),
  )
  exchange(
    bytes(`01 00004c 80 00011a 00000000 0000a004 0000b004
      00000108 40 000017 "mme.localdomain" 00  00000128 40 000013 "localdomain" 00  00000111 40 00000c 00000000`),
    bytes(`01 00004c 00 00011a 00000000 0000a004 0000b004  0000010c 40 00000c 000007d1
      00000108 40 000017 "eir.localdomain" 00  00000128 40 000013 "localdomain" 00`),
  )
  assert.equal(peer.state(), 'left')
  assert.equal(hear(check), undefined, 'after that nothing is answered')
  assert.deepEqual(attempts, [[49015420323751, 3]])
  assert.deepEqual(counts, ['s13-peer', 's13-blocked', 's13-unknown', 's13-watchdog', 's13-disconnect'])
})

test('what the node itself asks: whether the other side is there, and to be disconnected', () => {
  const { peer, hear } = openKnown()
  const [watch, leave] = [said(peer.watch()), said(peer.leave())]
  assert.deepEqual(
    [watch.flags, watch.command, watch.application, watch.avps.map(({ code }) => code)],
    [0x80, 280, 0, [264, 296, 278]],
  )
  assert.deepEqual([leave.flags, leave.command, numberOf(leave, 273)], [0x80, 282, 0])
  assert.equal(new Set([watch.hopByHop, leave.hopByHop]).size, 2)
  assert.notEqual(watch.endToEnd, leave.endToEnd)
  assert.equal(watch.endToEnd >>> 20, 1, 'begins with the low bits of the time of the start')
  hear(hand.answerTo(watch))
  hear(hand.answerTo({ ...leave, hopByHop: leave.hopByHop + 1 }))
  assert.equal(peer.state(), 'leaving', 'that was an answer to something else')
  assert.equal(hand.verdictOf(said(hear(check) ?? Buffer.alloc(0))), 'status 1', 'what was asked before is answered')
  hear(hand.answerTo(leave))
  assert.equal(peer.state(), 'over')
})

test('every form of a handset reaches the same key: 14, 15 and 16 digits, with and without a software version', () => {
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
    assert.equal(verdict(ecr({ terminal: hand.terminal(imei('004400152020008')) })), expected, 'G11: a test number')
    assert.deepEqual(attempts, [])
  }
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

test('who may connect: a known host that speaks S13 without encryption, or an agent', () => {
  const app = (id: number, code = 258) => avp(code, u32(id))
  const rows: [asked: Buffer, peers: string[] | undefined, result: number, isOpen: boolean][] = [
    [cer(), undefined, 2001, true],
    [cer(), ['hss.localdomain', 'MME.LocalDomain'], 2001, true],
    [cer(), ['mme2.localdomain'], 3010, false],
    [cer({ application: '' }), undefined, 5010, false],
    [cer({ application: app(16777251) }), undefined, 5010, false],
    [cer({ application: app(16777252) }), undefined, 2001, true],
    [cer({ application: app(0xffffffff, 259) }), undefined, 2001, true],
    [cer({ application: avp(260, avp(266, u32(0)) + app(16777252)) }), undefined, 2001, true],
    [cer({ application: app(16777251) + app(4) + hand.s13Application }), undefined, 2001, true],
    [cer({ application: avp(260, '0000010240000040') }), undefined, 5010, false],
    [cer({ more: [avp(299, u32(1))] }), undefined, 5017, false],
    [cer({ more: [avp(299, u32(1)), avp(299, u32(0))] }), undefined, 2001, true],
    [cer({ host: '' }), undefined, 5004, false],
    [cer({ host: 'mme local' }), undefined, 5004, false],
    [cer({ more: [avp(264, text('mme.localdomain'))] }), undefined, 5009, false],
    [cer({ more: [avp(4711, '')] }), undefined, 5001, false],
    [message({ command: 257, application: 0, avps: [] }), undefined, 5005, false],
  ]
  for (const [asked, peers, result, isOpen] of rows) {
    const { peer, hear } = openNode(peers ? { peers } : {})
    const answer = said(hear(asked) ?? Buffer.alloc(0))
    assert.deepEqual([answer.command, numberOf(answer, 268)], [257, result])
    assert.equal(answer.flags, result === 3010 ? 0x20 : 0)
    // Whatever the result, the form of a Capabilities-Exchange-Answer is kept, and says what would have been spoken.
    if (result !== 3010)
      for (const code of [257, 266, 269, 260]) assert.ok(hand.dataOf(answer, code), `${code} of ${result}`)
    assert.equal(peer.state(), isOpen ? 'open' : 'over')
    assert.equal(hear(dwr()) !== undefined, isOpen)
  }
})

test('the node tells its address of either family, and its realm is the rest of its name', () => {
  for (const [address, written] of [
    ['127.0.0.1', '0001 7f000001'],
    ['::ffff:192.0.2.1', '0001 c0000201'],
    ['::1', '0002 00000000000000000000000000000001'],
    ['fe80::1%eth0', '0002 fe800000000000000000000000000001'],
    ['2001:db8:1:2:3:4:5:6', '0002 20010db8000100020003000400050006'],
    ['2001:db8::', '0002 20010db8000000000000000000000000'],
  ] as const)
    assert.equal(addressBytes(address).toString('hex'), written.replace(' ', ''), address)
  assert.deepEqual(identityOf('eir.epc.example'), { host: 'eir.epc.example', realm: 'epc.example' })
  assert.deepEqual(identityOf('eir.epc.example', 'other'), { host: 'eir.epc.example', realm: 'other' })
})

test('who says anything else before saying who it is, is not spoken to', () => {
  const answerToCer = message({ flags: 0, command: 257, application: 0, avps: [avp(268, u32(2001))] })
  for (const first of [dwr(), dpr(), check, answerToCer, message({ command: 257, application: hand.s13, avps: [] })]) {
    const { peer, hear, counts } = openNode()
    assert.deepEqual([hear(first), peer.state(), hear(cer()), counts], [undefined, 'over', undefined, []])
  }
  const { peer } = openNode()
  assert.equal(
    peer.hearBroken({ why: 'version', head: message({ command: 257, application: 0, version: 3, avps: [] }) }),
    undefined,
  )
})

test('what is no message ends the connection; a request is told why', () => {
  for (const [why, result] of [
    ['version', 5011],
    ['length', 5015],
  ] as const)
    for (const flags of [0xc0, 0x40]) {
      const { peer } = openKnown()
      const head = Buffer.from(ecr({ flags }).subarray(0, 20))
      const answer = peer.hearBroken({ why, head })
      assert.equal(peer.state(), 'over')
      assert.equal(answer && numberOf(said(answer), 268), flags & 0x80 ? result : undefined)
    }
})

/** All that a connection hears and says, fed in these pieces. */
function conversation(parts: readonly Buffer[]): Buffer {
  const { peer } = openNode()
  const frames = openFrames()
  const all: Buffer[] = []
  for (const part of parts) {
    const say = (answer: Buffer | undefined) => answer && all.push(answer)
    const broken = frames.take(part, (whole) => say(peer.hear(whole)))
    if (broken) say(peer.hearBroken(broken))
    if (broken) break
  }
  return Buffer.concat(all)
}

const words = [
  check,
  dwr(),
  ecr({ terminal: hand.terminal(imei('351234567890120')) }),
  cer(),
  hand.answerTo(said(dwr())),
]
/** Right messages in any order, with some bytes changed. */
const spoiled = fc
  .tuple(
    fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
  )
  .map(([messages, changes]) => {
    const stream = Buffer.concat([cer(), ...messages])
    for (const [at, byte] of changes) stream[at % stream.length] = byte
    return stream
  })

test('whatever comes, nothing is thrown, every answer is a whole message, and byte by byte it is the same', () => {
  const heard = (stream: Buffer) => {
    const answers = conversation([stream])
    const bound = 20 * stream.length
    assert.ok(answers.length <= bound + 400, 'an answer is not much longer than what was asked')
    for (const answer of allSaid(answers)) assert.equal(answer.flags & 0x80, 0)
    assert.deepEqual(conversation([...stream].map((byte) => Buffer.from([byte]))), answers)
  }
  fc.assert(fc.property(spoiled, heard), { numRuns: 300 })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (any) => heard(Buffer.from(any))),
    { numRuns: 300 },
  )
})
