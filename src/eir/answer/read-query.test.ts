import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { noHandset } from './pei.ts'
import { type Ask, type Fault, readQuery } from './read-query.ts'

const key = 49015420323751

function read(query: string): Fault | Ask {
  const ask: Ask = { key: 7, supi: 'left over' }
  return readQuery(`/path?${query}`, '/path?'.length, ask) ?? ask
}

/** What the specifications say of a query, by way of URLSearchParams and their own patterns. */
function oracle(query: string): Fault | Ask {
  const given = new URLSearchParams(`?${query}`)
  const one = (name: string, form: RegExp) => {
    const values = given.getAll(name)
    return values.length < 2 && values.every((value) => form.test(value))
  }
  const pei = given.get('pei')
  if (pei === null) return 'peiMissing'
  if (!one('pei', /^(imei-[0-9]{15}|imeisv-[0-9]{16}|mac(-[0-9a-fA-F]{2}){6}(-untrusted)?|eui(-[0-9a-fA-F]{2}){8})$/))
    return 'peiWrong'
  if ([...given.keys()].some((name) => !['pei', 'supi', 'gpsi', 'supported-features'].includes(name)))
    return 'unknownName'
  if (!one('supi', /^(imsi-[0-9]{5,15}|nai-.+|gci-.+|gli-.+)$/s)) return 'supiWrong'
  if (!one('gpsi', /^(msisdn-[0-9]{5,15}|extid-[^@]+@[^@]+)$/)) return 'gpsiWrong'
  if (!one('supported-features', /^[A-Fa-f0-9]*$/)) return 'featuresWrong'
  const digits = /^imei(?:sv)?-(\d{14})/.exec(pei)?.[1]
  return { key: digits === undefined ? noHandset : Number(digits), supi: given.get('supi') ?? '' }
}

test('every form of a PEI reaches the same key, also percent-encoded, among other parameters and in any order', () => {
  const forms = ['imei-490154203237518', 'imei-490154203237510', 'imeisv-4901542032375107']
  const encoded = (text: string) =>
    Array.from(text, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`).join('')
  for (const form of forms)
    for (const pei of [form, encoded(form), form.replace('-', '%2d'), form.replace('49', '%34%39')])
      for (const name of ['pei', 'p%65i', encoded('pei')]) {
        assert.deepEqual(read(`${name}=${pei}`), { key, supi: '' })
        assert.deepEqual(read(`supi=imsi-001010000000001&&${name}=${pei}&gpsi=msisdn-447700900123&`), {
          key,
          supi: 'imsi-001010000000001',
        })
      }
})

test('what is wrong is named as TS 29.500 has it, what must be there first', () => {
  const good = 'pei=imei-490154203237518'
  const said: [query: string, fault: Fault][] = [
    ...['', '&', 'supi=imsi-001010000000001', 'PEI=imei-490154203237518', 'pei%00=x'].map((query) => [
      query,
      'peiMissing',
    ]),
    ...['pei', 'pei=', 'pei=imei-', 'pei=490154203237518', 'pei=imei-49015420323751', 'pei=imei-4901542032375188'].map(
      (query) => [query, 'peiWrong'],
    ),
    ...['pei=imeisv-490154203237518', 'pei=imei-49015420323751x', 'pei=IMEI-490154203237518', `${good}&${good}`].map(
      (query) => [query, 'peiWrong'],
    ),
    ...['pei=imei-490154203237518%', 'pei=imei-490154203237518+', 'pei=imei-4901542032375%E1%A0%8E8', 'pei=%FF'].map(
      (query) => [query, 'peiWrong'],
    ),
    [`${good}&plmn=00101`, 'unknownName'],
    [`${good}&supi=imsi-1`, 'supiWrong'],
    [`${good}&supi=`, 'supiWrong'],
    [`${good}&supi=imsi-001010000000001&supi=imsi-001010000000001`, 'supiWrong'],
    [`${good}&gpsi=447700900123`, 'gpsiWrong'],
    [`${good}&supported-features=xyz`, 'featuresWrong'],
    ['plmn=1&supi=x&pei=x', 'peiWrong'],
  ] as [string, Fault][]
  for (const [query, fault] of said) {
    assert.equal(read(query), fault, query)
    assert.equal(oracle(query), fault, query)
  }
})

test('an address of a fixed line’s box is a PEI and no handset', () => {
  for (const pei of [
    'mac-00-0a-95-9D-68-16',
    'mac-00-0a-95-9d-68-16-untrusted',
    'eui-00-0a-95-9d-68-16-ff-01',
    'mac%2D00-0a-95-9d-68-16',
  ])
    assert.deepEqual(read(`pei=${pei}`), { key: noHandset, supi: '' })
  for (const pei of ['mac-00-0a-95-9d-68', 'eui-00-0a-95-9d-68-16', 'mac-00-0a-95-9d-68-1g'])
    assert.equal(read(`pei=${pei}`), 'peiWrong')
})

test('any query is read as URLSearchParams and the patterns of TS 29.571 read it', () => {
  const name = fc.constantFrom(
    'pei',
    'supi',
    'gpsi',
    'supported-features',
    'p%65i',
    'pei+',
    'x',
    '',
    'peis',
    '%',
    'sup%69',
  )
  const value = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('imei-490154203237518', 'imeisv-4901542032375107', 'imei-49015420323751%38'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('imsi-001010000000001', 'nai-a%40b', 'msisdn-447700900123', 'extid-a@b', 'F0'),
    },
    fc.constantFrom(
      'mac-00-0a-95-9d-68-16',
      'eui-00-0a-95-9d-68-16-ff-01',
      'imei-49015420323751',
      '=',
      '%zz',
      '%C3%A9',
    ),
    fc.string({ maxLength: 25 }).map((text) => text.replaceAll(/[#]/g, '')),
    fc.string({ unit: fc.constantFrom(...'imesv-0123456789%+&=a?;'), maxLength: 30 }),
  )
  const pair = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(name, value).map(([one, is]) => `${one}=${is}`) },
    name,
    fc.constant('pei=imei-490154203237518'),
  )
  let answered = 0
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 4 }), (pairs) => {
      const query = pairs.join('&')
      const said = read(query)
      if (typeof said === 'object') answered += 1
      assert.deepEqual(said, oracle(query))
    }),
    { numRuns: 5000 },
  )
  assert.ok(answered > 100, `only ${answered} of the queries were good ones`)
})
