import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aboutSim } from '#lib/feed/exceptions'
import { testDatabase } from '#test/support/database'
import { changesOfWholes, readExceptions } from './read-exceptions.ts'
import type { Exceptions } from './views/exceptions.ts'

const sim = aboutSim('49015420323751', 'AAAAAAAAAAAAAAAAAAAAAA')

test('B33: a SIM that two cases have let in stays let in until both have ended; each operator’s numbers have no gap', async (t) => {
  const db = await testDatabase<Exceptions>(t)
  const say = async (no: number, operator: string | null, source: string, about: string, says: string) =>
    db.owner.kysely
      .insertInto('list_exception')
      .values({ no, operator, source, about, says, seq: no } as never)
      .execute()
  const told = async (operator: string) => {
    const batch = await readExceptions(db.owner.kysely, { operator, after: 0 })
    assert.ok(!('wrong' in batch))
    const lines = batch.lines.split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line)).map(({ no, about, says, seq }) => [no, about, says, seq])
  }
  await say(1, 'north', 'case/one/a', sim, 'permitted')
  await say(2, 'north', 'case/two/b', sim, 'permitted')
  await say(3, 'south', 'case/two/c', sim, 'permitted')
  await say(4, 'north', 'case/one/a', sim, '')
  await say(5, null, 'rule', 'tac/35921407', 'tracked,met,model-cloned')
  const before = [
    [1, sim, 'permitted', 1],
    [2, 'tac/35921407', 'tracked,met,model-cloned', 5],
  ]
  assert.deepEqual(await told('north'), before)
  await say(6, 'north', 'case/two/b', sim, '')
  assert.deepEqual(await told('north'), [...before, [3, sim, '', 6]])
  assert.equal((await told('south')).length, 2)
  assert.deepEqual(await readExceptions(db.owner.kysely, { operator: 'north', after: 4 }), {
    ...{ wrong: 'beyond', newest: 3 },
  })
})

test('something holds as long as one source says so, nothing is told twice, and what was told stays as it was', () => {
  const row = fc.record({
    ...{ source: fc.constantFrom('a', 'b', 'c'), about: fc.constantFrom('x', 'y') },
    says: fc.constantFrom('', 'permitted', 'tracked'),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.nat(12), (rows, cut) => {
      const told = changesOfWholes(rows)
      for (const about of ['x', 'y']) {
        const last = (source: string) => rows.findLast((one) => one.about === about && one.source === source)?.says
        const holds: string[] = ['a', 'b', 'c'].flatMap((source) => last(source) || [])
        const of = told.filter((one) => one.about === about).map(({ says }) => says)
        const whole = of.at(-1) ?? ''
        assert.ok(holds.length === 0 ? whole === '' : holds.includes(whole))
        assert.ok(of.every((says, at) => says !== (of[at - 1] ?? '')))
      }
      const before = changesOfWholes(rows.slice(0, cut))
      assert.deepEqual(told.slice(0, before.length), before)
    }),
  )
})
