import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import {
  checkDigit,
  contexts,
  findImeis,
  formatImei,
  Imei,
  ImeiKey,
  Imeis,
  ImeisToStop,
  Imeisv,
  ImeiToStop,
  isDummy,
  isImei,
  keyOf,
  readImei,
  reasonSays,
  tacOf,
  toPei,
} from './imei.ts'

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''))
const anyKey = digits(14)
// Keys of handsets that are sold: a reporting body that hands out TACs today or did, and no dummy among them.
const soldKey = fc
  .tuple(fc.constantFrom('01', '35', '44', '49', '52', '86', '91', '99'), digits(12))
  .map(([body, rest]) => body + rest)
  .filter((key) => !isDummy(key))
const soldImei = soldKey.map((key) => key + checkDigit(key))

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'0123456789 -/.:;fFEAimeisv+#*\n\u200b٣４\ud800'), maxLength: 80 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
)

test('every single-digit slip by a person is caught', () => {
  fc.assert(
    fc.property(anyKey, fc.nat(14), fc.integer({ min: 1, max: 9 }), (key, at, by) => {
      const good = key + checkDigit(key)
      const bad = [...good].map((digit, i) => (i === at ? (Number(digit) + by) % 10 : digit)).join('')
      assert.ok(isImei(good))
      assert.ok(!isImei(bad))
      assert.equal(readImei(bad, 'human').reason, 'check-digit')
    }),
  )
})

test('every swap of two neighbouring digits is caught, except 09 for 90, which the formula cannot see', () => {
  fc.assert(
    fc.property(anyKey, fc.nat(13), (key, at) => {
      const good = key + checkDigit(key)
      const pair = good.slice(at, at + 2)
      const swapped = good.slice(0, at) + pair.charAt(1) + pair.charAt(0) + good.slice(at + 2)
      assert.equal(isImei(swapped), pair.charAt(0) === pair.charAt(1) || pair === '09' || pair === '90')
    }),
  )
})

test('exactly one of the ten last digits makes 14 digits an IMEI', () => {
  fc.assert(fc.property(anyKey, (key) => [...'0123456789'].filter((last) => isImei(key + last)).length === 1))
})

const blanks = ['', ' ', '-', '/', '.', '\u00a0', '–', '\u200b', '\u2009', '_']
const labels = [
  '',
  'IMEI: ',
  'IMEI',
  'imei no. ',
  'IMEI1: ',
  'IMEI 2: ',
  'ＩＭＥＩ：',
  '*#06# ',
  '\ufeff',
  '\u202a',
  '"',
  '(',
]
const scripts = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7f6]
const decoration = fc.record({
  label: fc.constantFrom(...labels),
  tail: fc.constantFrom('', ' ', '\n', '.', ' (IMEI)', '"', ')', '\u202c', ','),
  between: fc.array(fc.constantFrom(...blanks), { minLength: 14, maxLength: 14 }),
  zeros: fc.array(fc.constantFrom(...scripts), { minLength: 15, maxLength: 15 }),
})

test('however a person decorates an IMEI, it reads back to the same key', () => {
  fc.assert(
    fc.property(soldImei, decoration, (imei, { label, tail, between, zeros }) => {
      const written = [...imei].map((digit, at) => String.fromCodePoint((zeros[at] ?? 0x30) + Number(digit)))
      const entry = label + written.map((digit, at) => digit + (between[at] ?? '')).join('') + tail
      for (const context of ['human', 'csv-import', 'human-free-text'] as const)
        assert.equal(readImei(entry, context).norm14, imei.slice(0, 14), `${context}: ${entry}`)
    }),
    { numRuns: 500 },
  )
})

test('no text of any kind makes a reader throw, and an answer is whole or nothing', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...contexts), (text, context) => {
      const reading = readImei(text, context)
      assert.equal(reading.valid, reading.reason === '')
      assert.equal(reading.valid, reading.norm14 !== null && reading.kind !== null && reading.check !== null)
      if (reading.valid) assert.match(reading.norm14, reading.kind === 'MEID' ? /^[A-F][\dA-F]{13}$/ : /^\d{14}$/)
      if (reading.valid) assert.ok(!isDummy(reading.norm14))
    }),
    { numRuns: 3000 },
  )
})

test('a spare 0 in the last place is refused from a person and accepted from a network, as the same handset', () => {
  fc.assert(
    fc.property(
      soldKey.filter((key) => checkDigit(key) !== '0'),
      (key) => {
        assert.equal(readImei(`${key}0`, 'human').reason, 'check-digit')
        for (const context of ['network', 's13', 'map', 'pei-value'] as const)
          assert.deepEqual(
            [readImei(`${key}0`, context).norm14, readImei(`${key}0`, context).check],
            [key, 'not-checked'],
          )
        assert.equal(readImei(`imei-${key}0`, 'pei').norm14, key)
      },
    ),
  )
})

test('all forms in which networks name one handset give one key', () => {
  fc.assert(
    fc.property(soldKey, digits(2), (key, svn) => {
      const sv = Imeisv.parse(key + svn)
      const octets = `${key}0F`.replace(/(.)(.)/g, '$2$1')
      const readings = [
        readImei(toPei(sv), 'pei'),
        readImei(toPei(Imei.parse(key)), 'pei'),
        readImei(key, 's13'),
        readImei(sv, 'map'),
        readImei(octets, 'map'),
        readImei(`${key}0f`, 'network'),
      ]
      assert.deepEqual(new Set(readings.map((reading) => reading.norm14)), new Set([key]))
      assert.equal(keyOf(sv), key)
    }),
  )
})

test('an eSIM or SIM number in a text is never taken for an IMEI, however it is grouped or labelled', () => {
  const number = fc.oneof(digits(30), digits(17), digits(18)).map((rest) => `89${rest}`)
  const label = fc.constantFrom('', 'EID ', 'EID: ', 'ICCID: ', 'my sim card is ')
  fc.assert(
    fc.property(number, label, fc.integer({ min: 1, max: 32 }), fc.constantFrom(' ', '-'), (all, called, size, gap) => {
      const grouped = called + (all.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(gap)
      assert.deepEqual(findImeis(`${grouped} `), [])
      assert.deepEqual(findImeis(`seen on the box, ${grouped}, that is all`), [])
    }),
    { numRuns: 1000 },
  )
})

test('both IMEIs of a dual-SIM phone are found in a text, in order, each once', () => {
  fc.assert(
    fc.property(soldImei, soldImei, (one, two) => {
      const text = `IMEI1: ${one}\nIMEI2: ${two}\nEID: 89049032004008882600012345678901\nSN F2LXX (${one})`
      assert.deepEqual(
        findImeis(text).map((found) => found.norm14),
        [...new Set([one.slice(0, 14), two.slice(0, 14)])],
      )
    }),
  )
})

test('a hostile text of half a megabyte gets its answer in every context', () => {
  const hostile = [
    ' ',
    '1',
    'imei',
    '1 ',
    '12/',
    'imei 1 ',
    '"',
    'meid a',
    '\u200b',
    '1.',
    'imei\n',
    'E+',
    '356938035643809 ',
  ]
  const answers = hostile.flatMap((piece) => contexts.map((context) => readImei(piece.repeat(50_000), context)))
  // Only the IMEI written 50,000 times over names a handset, and only in running text.
  assert.deepEqual(
    answers.filter((answer) => answer.valid).map((answer) => answer.norm14),
    ['35693803564380'],
  )
})

test('a person may register 14 digits or an IMEISV: the stored IMEI is always 15 digits with its check digit', () => {
  assert.equal(Imei.parse('49015420323751'), '490154203237518')
  assert.equal(Imei.parse('4901542032375101'), '490154203237518')
  assert.equal(Imei.parse(' IMEI: 49-015420-323751-8 '), '490154203237518')
  fc.assert(fc.property(soldImei, (imei) => Imei.parse(imei) === imei && z.encode(Imei, Imei.parse(imei)) === imei))
})

test('a refused entry is told what to do next, and the words never repeat the number', () => {
  const wrong = Imei.safeParse('490154203237517')
  assert.deepEqual(
    wrong.error?.issues.map((issue) => issue.message),
    [reasonSays['check-digit']],
  )
  assert.ok(!JSON.stringify(wrong.error).includes('49015420'))
  assert.ok(!Imei.safeParse('A0000000002329').success)
  assert.ok(!Imei.safeParse('000000000000000').success)
})

test('two IMEIs in a field for one are refused, and in a field for all of a handset both are taken', () => {
  fc.assert(
    fc.property(soldImei, soldImei, fc.constantFrom(' ', ' / ', '\n', ', '), (one, other, between) => {
      fc.pre(one.slice(0, 14) !== other.slice(0, 14))
      assert.ok(!Imei.safeParse(one + between + other).success)
      assert.deepEqual(Imeis.parse(one + between + other), [one, other])
      assert.equal(Imei.parse(one + between + one), one)
      assert.ok(!Imeis.safeParse(`${one}${between}${other.slice(0, 13)}`).success)
    }),
  )
})

test('an IMEI is shown as printed on boxes, and asked about as a PEI', () => {
  const imei = Imei.parse('356938035643809')
  assert.equal(formatImei(keyOf(imei)), '35-693803-564380-9')
  assert.equal(tacOf(keyOf(imei)), '35693803')
  assert.equal(toPei(imei), 'imei-356938035643809')
  assert.equal(toPei(Imeisv.parse('3569380356438012')), 'imeisv-3569380356438012')
  assert.ok(!ImeiKey.safeParse('356938035643809').success)
})

test('OpenAPI shows an IMEI as 15 digits in answers and as text in questions', () => {
  assert.equal(z.toJSONSchema(Imei).pattern, '^\\d{15}$')
  assert.equal(z.toJSONSchema(Imei, { io: 'input' }).type, 'string')
})

test('handsets of reporting body 01 are sold in America and are no test numbers', () => {
  assert.ok(!isDummy('01326800123456'))
  assert.ok(isDummy('00101700000000'))
  assert.ok(isDummy('09000000123456'))
})

test('B1: nothing is stopped on a number that no check digit protects: a digit left out, or one too many', () => {
  fc.assert(
    fc.property(soldImei, fc.nat(14), (imei, at) => {
      const without = imei.slice(0, at) + imei.slice(at + 1)
      const doubled = imei.slice(0, at + 1) + imei.slice(at)
      for (const typed of [without, doubled, `${imei} ${without}`]) {
        assert.equal(ImeiToStop.safeParse(typed).success, false, typed)
        assert.equal(ImeisToStop.safeParse(typed).success, false, typed)
      }
      assert.equal(ImeiToStop.parse(imei), imei)
      assert.deepEqual(ImeisToStop.parse(`${imei} / 01`), [imei], 'as a screen shows it beside the software version')
    }),
  )
})
