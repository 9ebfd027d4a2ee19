import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { gather } from './gather.ts'

test('everybody gets their own answer, whatever company they were in, and no company is too large or one too many', async () => {
  const limits = fc.record({ atOnce: fc.integer({ min: 1, max: 3 }), most: fc.integer({ min: 1, max: 5 }) })
  const asks = fc.array(fc.record({ ask: fc.integer(), after: fc.integer({ min: 0, max: 3 }) }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(limits, asks, async ({ atOnce, most }, all) => {
      let [underWay, mostUnderWay, largest] = [0, 0, 0]
      const double = gather(
        async (company: readonly number[]) => {
          underWay += 1
          mostUnderWay = Math.max(mostUnderWay, underWay)
          largest = Math.max(largest, company.length)
          await pause(1)
          underWay -= 1
          return company.map((one) => one * 2)
        },
        { atOnce, most },
      )
      const answers = await Promise.all(all.map(({ ask, after }) => pause(after).then(() => double(ask))))
      assert.deepEqual(
        answers,
        all.map(({ ask }) => ask * 2),
      )
      assert.ok(mostUnderWay <= atOnce && largest <= most)
    }),
    { numRuns: 30 },
  )
})

test('what is asked in one turn of the loop is one company', async () => {
  const companies: number[] = []
  const ask = gather(
    async (company: readonly number[]) => {
      companies.push(company.length)
      return company
    },
    { atOnce: 1, most: 100 },
  )
  await Promise.all([ask(1), ask(2), ask(3)])
  assert.deepEqual(companies, [3])
})

test('one that cannot be answered fails alone: the rest of its company is asked again, each by itself', async () => {
  const ask = gather(
    async (company: readonly string[]) => {
      if (company.includes('bad')) throw new Error('This one breaks everything.')
      return company.map((one) => `${one}!`)
    },
    { atOnce: 1, most: 10 },
  )
  const all = await Promise.allSettled(['a', 'bad', 'b'].map(ask))
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? one.value : 'failed')),
    ['a!', 'failed', 'b!'],
  )
})
