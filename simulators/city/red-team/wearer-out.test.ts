import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chanceOf } from '../chance.ts'
import { wearerOut } from './wearer-out.ts'

test('USERS 4: who wears out the tries of a number never says who its owner is, and the owner comes once, by name', () => {
  const target = { line: '+447700900123', name: 'A Name', born: '1990-01-01', postcode: 'N1 1AA', imeis: [] }
  for (let seed = 1; seed <= 50; seed++) {
    const { knows, tries } = wearerOut.attempt(chanceOf(seed), target)
    assert.equal(knows, 'number')
    assert.equal(tries.filter((one) => one.do === 'owner-claims').length, 1)
    const said = tries.flatMap((one) => (one.do === 'claim' ? one.identities : []))
    assert.ok(said.length > 6 && said.every(({ name }) => name !== target.name))
    const times = tries.map(({ afterMs }) => afterMs)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  }
})
