import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { matrix } from './matrix.ts'
import { judge, reaches } from './policy.ts'
import {
  type Act,
  acts,
  type Purpose,
  partnerSorts,
  purposes,
  type RecordKind,
  type Role,
  records,
  roles,
} from './vocabulary.ts'

const everyRole = Object.keys(roles) as Role[]
const everyRecord = Object.keys(records) as RecordKind[]
const everyPurpose = Object.keys(purposes) as Purpose[]
const staff = (...held: Role[]) => ({ kind: 'staff', id: 's1', tenant: 'met', roles: held }) as const

type Cell = { reach: string; purposes: string[] }

/** The tables that people read and sign off, as cells. */
const agreed = (): Map<string, Cell> => {
  const cells = new Map<string, Cell>()
  let role = ''
  for (const line of readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8').split('\n')) {
    role = /^## (.+)$/.exec(line)?.[1] ?? role
    const [record, act, reach, allowed] = line
      .split('|')
      .slice(1)
      .map((text) => text.trim())
    if (!(acts as readonly (string | undefined)[]).includes(act)) continue
    cells.set(`${role} ${record} ${act}`, { reach: reach ?? '', purposes: (allowed ?? '').split(', ') })
  }
  return cells
}

const expected = (cells: Map<string, Cell>, role: Role, record: RecordKind, act: Act, purpose?: Purpose) => {
  const cell = cells.get(`${role} ${record} ${act}`)
  if (!cell) return { may: false, because: 'not-your-role' }
  if (purpose === undefined && records[record].personal) return { may: false, because: 'purpose-needed' }
  if (purpose !== undefined && !cell.purposes.includes(purpose)) return { may: false, because: 'purpose-not-yours' }
  return { may: true, reach: cell.reach }
}

describe('who may see and do what', () => {
  test('every role × record × act × purpose is judged as docs/access.md says, and nothing else is allowed', () => {
    const cells = agreed()
    let tried = 0
    for (const role of everyRole)
      for (const record of everyRecord)
        for (const act of acts)
          for (const purpose of [undefined, ...everyPurpose]) {
            const verdict = judge(matrix, staff(role), { act, record }, purpose)
            assert.deepEqual(
              verdict,
              expected(cells, role, record, act, purpose),
              `${role} ${act} ${record} ${purpose}`,
            )
            tried += 1
          }
    assert.equal(tried, everyRole.length * everyRecord.length * acts.length * (everyPurpose.length + 1))
    assert.equal(
      cells.size,
      matrix.flatMap(({ may }) => may).length,
      'a row of the document or of the matrix is double',
    )
  })

  test('a partner’s system may do exactly what its people may', () => {
    for (const sort of partnerSorts)
      for (const record of everyRecord)
        for (const act of acts)
          for (const purpose of everyPurpose)
            assert.deepEqual(
              judge(matrix, { kind: 'partner', id: 'p1', tenant: 'met', sort }, { act, record }, purpose),
              judge(matrix, staff(sort), { act, record }, purpose),
            )
  })

  test('a token of a narrower scope opens exactly what its scope names', () => {
    for (const sort of partnerSorts)
      for (const record of everyRecord)
        for (const act of acts) {
          const scoped = (scope: string[]) =>
            judge(matrix, { kind: 'partner', id: 'p1', tenant: 'met', sort, scope }, { act, record }, 'block-handset')
          assert.deepEqual(scoped([`${record}:${act}`]), judge(matrix, staff(sort), { act, record }, 'block-handset'))
          assert.equal(scoped([]).may, false)
        }
  })

  test('nobody who is not signed in passes any demand', () => {
    for (const record of everyRecord)
      for (const act of acts)
        assert.deepEqual(judge(matrix, { kind: 'anyone' }, { act, record }, 'own-case'), {
          may: false,
          because: 'sign-in-needed',
        })
  })

  test('with several roles one may do what one of them may, and reaches as far as the furthest', () => {
    const of = fc.constantFrom.bind(fc)
    fc.assert(
      fc.property(
        of(...everyRole),
        of(...everyRole),
        of(...everyRecord),
        of(...acts),
        of(...everyPurpose),
        (a, b, record, act, purpose) => {
          const both = judge(matrix, staff(a, b), { act, record }, purpose)
          const each = [a, b].map((role) => judge(matrix, staff(role), { act, record }, purpose))
          assert.equal(
            both.may,
            each.some(({ may }) => may),
          )
          const reach = each.flatMap((one) => (one.may ? [one.reach] : []))
          if (both.may) assert.equal(both.reach, reach.includes('all') ? 'all' : 'own')
        },
      ),
    )
  })

  test('an operator, a bank and a maker never see a theft report, a victim’s contact or where a phone is', () => {
    for (const role of ['operator', 'bank', 'maker', 'dealer', 'marketplace', 'insurer'] as const)
      for (const record of ['theft-report', 'victim-contact', 'live-location', 'crime-record', 'nominal'] as const)
        for (const act of acts)
          for (const purpose of everyPurpose)
            assert.equal(judge(matrix, staff(role), { act, record }, purpose).may, false)
  })

  test('the system’s administrator sees no personal data of a case', () => {
    for (const record of everyRecord.filter((kind) => records[kind].personal && kind !== 'member'))
      for (const purpose of everyPurpose)
        assert.equal(judge(matrix, staff('system-administrator'), { act: 'look', record }, purpose).may, false)
  })

  test('only a data-protection request erases', () => {
    for (const { role, purposes: allowed } of matrix.filter(({ may }) => may.includes('erase'))) {
      assert.equal(role, 'records-officer')
      assert.deepEqual(allowed, ['rights-request'])
    }
  })

  test('own reach stops at the organisation’s border', () => {
    assert.equal(reaches('own', 'met', 'met'), true)
    assert.equal(reaches('own', 'met', 'kent'), false)
    assert.equal(reaches('all', 'met', 'kent'), true)
  })
})
