import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { heardWith, leftOf, type Span, type TellingLater, type ToldStay, tellLater } from './told-later.ts'

const second = 1000
const usual: TellingLater = {
  ...{ sentAt: 9000 * second, receivedAt: 9000 * second, begins: 0, ends: 7200 * second },
  ...{ heard: [], taken: new Set() },
}
const stay = (id: string, from: number, to: number, fence = 'a'): ToldStay => ({
  ...{ id, fence, entered: from * second, left: to * second },
})
const secondsOf = ({ stays }: ReturnType<typeof tellLater>) => stays.map(({ enters, seconds }) => [enters, seconds])

test('B15: a stay that is told later counts once, also where the answer was lost and the second way was slower', () => {
  const told = [stay('1', 100, 400)]
  const first = tellLater(told, usual)
  assert.deepEqual(secondsOf(first), [[100 * second, 300]])
  const late = { ...usual, receivedAt: usual.receivedAt + 40 * second, heard: first.heard }
  assert.deepEqual(secondsOf(tellLater(told, { ...late, taken: new Set(['1']) })), [])
  assert.deepEqual(secondsOf(tellLater([...told, ...told], usual)), [[100 * second, 300]], 'twice in one telling')
})

test('B15: a clock that is wrong by a day is set by ours, and nothing counts before the shift, after it, or in time to come', () => {
  const day = 86_400
  const wrong = { ...usual, sentAt: (9000 - day) * second }
  assert.deepEqual(secondsOf(tellLater([stay('1', 100 - day, 400 - day)], wrong)), [[100 * second, 300]])
  const short = { ...usual, begins: 200 * second, ends: 300 * second }
  assert.deepEqual(secondsOf(tellLater([stay('1', 100, 400)], short)), [[200 * second, 100]])
  const early = { ...usual, sentAt: 250 * second, receivedAt: 250 * second }
  assert.deepEqual(secondsOf(tellLater([stay('1', 100, 4000)], early)), [[100 * second, 150]])
  assert.deepEqual(
    secondsOf(tellLater([stay('1', 400, 100), stay('2', 100, 119)], usual)),
    [],
    'backwards, driven past',
  )
})

test('B15: what the device was heard of meanwhile is not counted again, and of two that meet the first stands', () => {
  const heard: Span[] = [[150 * second, 200 * second]]
  assert.deepEqual(secondsOf(tellLater([stay('1', 100, 400)], { ...usual, heard })), [
    [100 * second, 50],
    [200 * second, 200],
  ])
  assert.deepEqual(secondsOf(tellLater([stay('1', 100, 400), stay('2', 300, 500, 'b')], usual)), [
    [100 * second, 300],
    [400 * second, 100],
  ])
})

/** By whole seconds, the plain way. */
const minutesOf = (spans: readonly Span[]) =>
  new Set(
    spans.flatMap(([from, to]) =>
      Array.from({ length: Math.max(0, to - from) / second }, (_, at) => from / second + at),
    ),
  )

test('B15: whatever devices tell, each second of the shift is counted once or was heard, and none is lost', () => {
  const moment = fc.nat(300)
  const told = fc.array(fc.record({ from: moment, to: moment, fence: fc.constantFrom('a', 'b') }), { maxLength: 12 })
  const spans = fc.array(fc.tuple(moment, moment), { maxLength: 5 })
  const frame = fc.record({
    begins: moment,
    ends: moment,
    receivedAt: moment,
    wrong: fc.integer({ min: -1000, max: 1000 }),
  })
  fc.assert(
    fc.property(told, spans, frame, fc.nat(12), (stays, before, { begins, ends, receivedAt, wrong }, cut) => {
      const heard = before.reduce<Span[]>((all, [a, b]) => heardWith(all, [a * second, b * second]), [])
      const sent = stays.map(({ from, to, fence }, at) => stay(`${at}`, from + wrong, to + wrong, fence))
      const telling = {
        ...{ sentAt: (receivedAt + wrong) * second, receivedAt: receivedAt * second },
        ...{ begins: begins * second, ends: ends * second, heard, taken: new Set<string>() },
      }
      const result = tellLater(sent, telling)
      const counted = result.stays.map(({ enters, seconds }): Span => [enters, enters + seconds * second])
      const inShift = (at: number) => at >= begins && at < Math.min(ends, receivedAt)
      const sum = counted.reduce((all, [from, to]) => all + (to - from) / second, 0)
      assert.equal(minutesOf(counted).size, sum, 'no second twice')
      const known = minutesOf(heard)
      const wanted = minutesOf(
        stays.filter(({ from, to }) => to - from >= 20).map(({ from, to }): Span => [from * second, to * second]),
      )
      const expected = [...wanted].filter((at) => inShift(at) && !known.has(at))
      assert.deepEqual(
        [...minutesOf(counted)].toSorted((a, b) => a - b),
        expected.toSorted((a, b) => a - b),
      )
      assert.deepEqual(
        [...minutesOf(result.heard)].filter((at) => !known.has(at) && !expected.includes(at)),
        [],
      )
      // Sent in two parts, the first of them again with the second: the same.
      const half = tellLater(sent.slice(0, cut), telling)
      const again = { ...telling, heard: half.heard, taken: new Set(sent.slice(0, cut).map(({ id }) => id)) }
      assert.deepEqual([...half.stays, ...tellLater(sent, again).stays], result.stays)
      // Again as something new: nothing is left.
      const renamed = sent.map((one) => ({ ...one, id: `${one.id} again` }))
      assert.deepEqual(tellLater(renamed, { ...telling, heard: result.heard }).stays, [])
    }),
    { numRuns: 500 },
  )
})

test('B15: what is left of a span is what a count by seconds says', () => {
  const moment = fc.nat(60)
  fc.assert(
    fc.property(fc.array(fc.tuple(moment, moment), { maxLength: 8 }), moment, moment, (spans, from, to) => {
      const heard = spans.reduce<Span[]>((all, [a, b]) => heardWith(all, [a * second, b * second]), [])
      const known = minutesOf(heard)
      const left = leftOf([from * second, to * second], heard)
      assert.deepEqual(
        [...minutesOf(left)],
        [...minutesOf([[from * second, to * second]])].filter((at) => !known.has(at)),
      )
      assert.ok(
        heard.every(([begins], at) => at === 0 || begins > (heard[at - 1]?.[1] ?? 0)),
        'in order and apart',
      )
    }),
  )
})
