import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { imeiOf } from '#lib/imei/imei'
import { layoutNames } from '../vocabulary.ts'
import { csvField, fieldsOf, separatorOf } from './csv-line.ts'
import { openLayout, WrongLayout } from './layouts.ts'
import { linesOf } from './lines.ts'
import type { Form } from './row.ts'
import { writers } from './write-row.ts'

const imei = '490154203237518'
const key = '49015420323751'

const read = (layout: 'gsma' | 'dirbs' | 'ndjson', lines: readonly string[], form: Form = 'printed') => {
  const line = openLayout(layout, form)
  return lines.flatMap((one) => line(one) ?? [])
}
const blocked = { key, status: 'blocked', until: null }
const off = { key, status: null, until: null }

test('G6: every form in which a list writes a handset reaches the same key; a wrong check digit is refused with its reason', () => {
  const forms = [imei, key, `${key}07`, '49-015420-323751-8', ` ${imei} `, `"${imei}"`, `"=""${imei}"""`]
  for (const form of forms)
    assert.deepEqual(read('dirbs', ['imei,reporting_date', `${form},20261127`]), [blocked], form)
  const wrong = `${key}7`
  assert.deepEqual(read('dirbs', ['imei,reporting_date', `${wrong},`]), ['check-digit'])
  assert.deepEqual(read('dirbs', ['imei,reporting_date', `${wrong},`], 'network'), [blocked])
  assert.deepEqual(read('gsma', ['imei', '12345678901234', '4.9E+14', 'O9015420323751']), [
    'dummy',
    'spreadsheet-mangled',
    'characters',
  ])
})

test('DIRBS: the stolen list and its delta, the operators’ list and its delta, in the columns of its own schemas', () => {
  assert.deepEqual(read('dirbs', ['imei,reporting_date,status', `${imei},20260101,blacklist`, `${imei},,`]), [
    blocked,
    blocked,
  ])
  assert.deepEqual(read('dirbs', ['IMEI,Reporting_Date,Status', `${imei},,pending`]), [
    { ...blocked, status: 'tracked' },
  ])
  assert.deepEqual(
    read('dirbs', [
      'imei,reporting_date,status,change_type',
      `${imei},,,add`,
      `${imei},,,update`,
      `${imei},,,remove`,
      `${imei},,,x`,
    ]),
    [blocked, blocked, off, 'change'],
  )
  assert.deepEqual(
    read('dirbs', [
      'imei,block_date,reasons,change_type',
      `${key},20160401,Duplicate IMEI detected,blocked`,
      `${key},,,unblocked`,
    ]),
    [blocked, off],
  )
})

test('GSMA-style sheets: insertion and removal, black, grey and white, under any separator', () => {
  for (const separator of [',', ';', '\t', '|']) {
    const rows = [
      'IMEI,Date,Reason,Action,List,Until',
      `${imei},2026-11-27,0011,I,Black,`,
      `${imei},,0011,insert,grey list,2026-12-01`,
      `${imei},,,R,,`,
      `${imei},,found,I,black,`,
      `${imei},,,I,white,`,
      `${imei},,,I,purple,`,
      `${imei},,,I,black,soon`,
      `${imei},,`,
    ]
    assert.deepEqual(
      read(
        'gsma',
        rows.map((row) => row.replaceAll(',', separator)),
      ),
      [
        blocked,
        { key, status: 'tracked', until: '2026-12-02T00:00:00.000Z' },
        ...[off, off, off, 'status', 'until', 'columns'],
      ],
      separator,
    )
  }
})

test('NDJSON: status, end and removal; a line that is none of it is named', () => {
  const lines = [
    `{"imei":"${imei}"}`,
    `{"imei":"${imei}","status":"tracked","until":"2026-12-01T10:00:00+01:00"}`,
    `{"imei":"${imei}","status":"off"}`,
    ...[`{"imei":${imei}}`, '[]', 'null', '{', `{"imei":"${imei}","status":"white"}`, `{"imei":"${imei}","until":"1"}`],
  ]
  assert.deepEqual(read('ndjson', lines), [
    blocked,
    { key, status: 'tracked', until: '2026-12-01T09:00:00.000Z' },
    ...[off, 'columns', 'columns', 'columns', 'columns', 'status', 'until'],
  ])
})

test('a file without the column for the number is not taken at all', () => {
  for (const layout of ['gsma', 'dirbs'] as const)
    assert.throws(() => read(layout, [`${imei},20260101`, imei]), WrongLayout)
})

test('no line breaks a parser, whatever stands in it; what is taken is a key of 14 digits', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      imei,
      key,
      '"',
      '""',
      ',',
      ';',
      'add',
      'remove',
      '{"imei":"',
      '"}',
      '\0',
      '\uFEFF',
      '2026-02-30',
      ' ',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  const headers = ['imei,date,reason,action,until', 'imei;status', 'imei,reporting_date,status,change_type']
  fc.assert(
    fc.property(
      fc.constantFrom(...layoutNames),
      fc.constantFrom(...headers),
      fc.array(line),
      (layout, header, lines) => {
        for (const found of read(layout, [header, ...lines]))
          if (typeof found !== 'string') {
            assert.match(found.key, /^\d{14}$/)
            assert.ok(found.until === null || new Date(found.until).toISOString() === found.until)
          }
      },
    ),
    { numRuns: 1000 },
  )
})

test('a field is read as it was written, whatever stands in it', () => {
  const field = fc.string({ maxLength: 20 }).map((text) => text.trim().replaceAll(/[\r\n]/g, ''))
  fc.assert(
    fc.property(fc.array(field, { minLength: 1 }), fc.constantFrom(',', ';'), (fields, separator) => {
      const trimmed = fields.map((one) => one.trim())
      assert.deepEqual(fieldsOf(fields.map(csvField).join(separator), separator), trimmed)
    }),
  )
  assert.equal(separatorOf('a;b;c,d'), ';')
  assert.equal(fieldsOf('a,"b', ','), undefined)
})

test('lines come out whole, however the bytes were cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      async (words, sizes) => {
        const lines = words.map((word) => word.replaceAll(/[\r\n]/g, ''))
        const bytes = Buffer.from(lines.map((line) => `${line}\r\n`).join(''))
        const chunks: Buffer[] = []
        for (let at = 0, size = 0; at < bytes.length; at += size) {
          size = sizes.next().value ?? 1
          chunks.push(bytes.subarray(at, at + size))
        }
        const found: string[] = []
        for await (const some of linesOf(Readable.from(chunks))) found.push(...some)
        assert.deepEqual(found, lines)
      },
    ),
  )
})

test('what is written in a layout is read again as the same, as far as the layout can say it', () => {
  const end = fc.option(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), { nil: undefined })
  const hold = fc
    .record({ status: fc.constantFrom('blocked' as const, 'tracked' as const), until: end })
    .map(({ status, until }) => (until === undefined ? { status } : { status, until }))
  const serial = fc.nat(999_999).map((n) => `35921407${String(n).padStart(6, '0')}`)
  fc.assert(
    fc.property(serial, fc.array(hold, { maxLength: 1 }), (one, holds) => {
      const said = { key: one, holds, since: '2026-11-27T10:00:00.000Z' }
      const [worst] = holds
      const means = worst
        ? {
            key: one,
            status: worst.status,
            until: worst.until === undefined ? null : new Date(worst.until).toISOString(),
          }
        : { key: one, status: null, until: null }
      for (const layout of ['gsma', 'ndjson'] as const) {
        const line = writers[layout].row(said, true) ?? ''
        assert.deepEqual(read(layout, [...writers[layout].header(true).split('\n'), line.trimEnd()]), [means], line)
      }
      const isPlain = worst?.status === 'blocked' && worst.until === undefined
      assert.equal(writers.dirbs.row(said, false) !== undefined, isPlain)
      const dirbs = read('dirbs', [writers.dirbs.header(true).trim(), (writers.dirbs.row(said, true) ?? '').trim()])
      assert.deepEqual(dirbs, [{ key: one, status: isPlain ? 'blocked' : null, until: null }])
      assert.equal(imeiOf(one as never).length, 15)
    }),
  )
})
