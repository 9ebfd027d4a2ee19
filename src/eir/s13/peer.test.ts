import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressBytes } from './capabilities.ts'
import { identityOf } from './identity.ts'
import { openKnown, openNode } from './peer-testing.ts'
import * as hand from './testing.ts'
import { avp, bytes, cer, dpr, dwr, ecr, message, numberOf, said, text, u32 } from './testing.ts'

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
