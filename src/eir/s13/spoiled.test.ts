import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openFrames } from './frames.ts'
import { openNode } from './peer-testing.ts'
import { allSaid, answerTo, avp, cer, dwr, ecr, imei, said, terminal, text } from './testing.ts'

const about = (digits: string) => ecr({ terminal: terminal(imei(digits)), more: [avp(1, text('001010000000001'))] })

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

const words = [about('49015420323751'), dwr(), about('351234567890120'), cer(), answerTo(said(dwr()))]
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
