import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { learnModel, ModelTyped, quorum, type Said } from './learn-model.ts'

const names = ['Galaxy S24', 'galaxy  s24', 'iPhone 15', 'Pixel 9', 'Fairphone 5'] as const
const said = fc.array(
  fc.record({ owner: fc.integer({ min: 1, max: 14 }).map((n) => `owner-${n}`), model: fc.constantFrom(...names) }),
  { maxLength: 40 },
)
const bare = (name: string) => name.toLowerCase().replaceAll(' ', '')

/** The rule by counting: each owner's last word, then how many say each name. */
function counted(all: readonly Said[]) {
  const last: Record<string, string> = {}
  for (const { owner, model } of all) last[owner] = bare(model)
  const votes: Record<string, number> = {}
  for (const name of Object.values(last)) votes[name] = (votes[name] ?? 0) + 1
  return { votes, owners: Object.keys(last).length }
}

test('what is learnt is what a majority of owners says, each with one voice, and it is sure only with the quorum', () => {
  fc.assert(
    fc.property(said, (all) => {
      const { votes, owners } = counted(all)
      const right = Object.entries(votes).find(([, many]) => many >= 2 && many * 2 > owners)
      const learnt = learnModel(all)
      assert.equal(learnt && bare(learnt.name), right?.[0])
      if (!learnt || !right) return
      assert.equal(learnt.owners, right[1])
      assert.equal(learnt.sure, right[1] >= quorum.owners && right[1] / owners >= quorum.share)
      assert.ok(
        all.some(({ model }) => model === learnt.name),
        'a spelling that somebody used',
      )
    }),
    { numRuns: 2000 },
  )
})

test('USERS 4: one owner teaches nothing, however often they enrol, and four liars are never believed', () => {
  const often = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(often, (models) => {
      assert.equal(learnModel(models.map((model) => ({ owner: 'one', model }))), undefined)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: quorum.owners - 1 }), fc.nat(30), (liars, honest) => {
      const all = [
        ...Array.from({ length: liars }, (_, n) => ({ owner: `liar-${n}`, model: 'Pixel 9' })),
        ...Array.from({ length: honest }, (_, n) => ({ owner: `honest-${n}`, model: 'Galaxy S24' })),
      ]
      const learnt = learnModel(all)
      assert.ok(!(learnt?.sure && learnt.name === 'Pixel 9'))
    }),
  )
})

test('it does not matter in which order the owners came', () => {
  const voices = fc.uniqueArray(fc.record({ owner: fc.uuid(), model: fc.constantFrom(...names) }), {
    selector: ({ owner }) => owner,
    maxLength: 20,
  })
  fc.assert(
    fc.property(voices, (all) => {
      assert.deepEqual(learnModel(all.toReversed()), learnModel(all))
    }),
  )
})

test('the name of a phone is taken as people type it, and no address, number or code is', () => {
  assert.equal(ModelTyped.parse('  iPhone  15 Pro (2023)'), 'iPhone 15 Pro (2023)')
  for (const bad of [
    'a@example.org',
    '07700900123',
    '49015420323751',
    '<b>x</b>',
    '15',
    'x'.repeat(41),
    'call 0770 09001',
  ])
    assert.equal(ModelTyped.safeParse(bad).success, false, bad)
})
