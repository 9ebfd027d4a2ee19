import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../stats/random.ts'
import { metresApart } from '../travel.ts'
import { chooseCover } from './choose.ts'
import { exactCover } from './exact.ts'
import { type Cover, coveredBy, reachOf, turned } from './problem.ts'
import { searchCover } from './search.ts'

function someCover(seed: number, { cells = 30, posts = 12, units = 4 } = {}): Cover {
  const random = seeded(seed)
  const places = (count: number) => ({
    eastings: Float64Array.from({ length: count }, () => random.below(3000)),
    northings: Float64Array.from({ length: count }, () => random.below(3000)),
  })
  return {
    risk: Float64Array.from({ length: cells }, () => random.next() ** 3),
    reach: reachOf(places(posts), places(cells), 700),
    area: Int32Array.from({ length: posts }, (_, post) => post % 3),
    units,
    least: Int32Array.of(0, random.below(2), random.below(3)),
  }
}

/** The best of all choices, by trying each. */
function bestOf({ area, units, least, ...rest }: Cover): number {
  let best = 0
  for (let set = 0; set < 2 ** area.length; set++) {
    const posts = [...area.keys()].filter((post) => set & (1 << post))
    if (posts.length !== units) continue
    if (least.some((owed, place) => posts.filter((post) => area[post] === place).length < owed)) continue
    best = Math.max(best, coveredBy({ area, units, least, ...rest }, posts))
  }
  return best
}

function assertKeeps({ area, units, least }: Cover, posts: readonly number[]) {
  assert.equal(new Set(posts).size, units)
  for (const [place, owed] of least.entries()) assert.ok(posts.filter((post) => area[post] === place).length >= owed)
}

test('the posts that are searched cover as much as the best of all choices, and keep every floor', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const problem = someCover(seed)
    const found = searchCover(problem, { seed })
    assertKeeps(problem, found.posts)
    const best = bestOf(problem)
    assert.ok(found.covered <= best + 1e-9 && found.covered >= 0.99 * best, `seed ${seed}: ${found.covered} of ${best}`)
    assert.deepEqual(searchCover(problem, { seed }), found)
  }
})

test('HiGHS proves the same best as trying each choice, and is asked only where the problem is small', async () => {
  for (const seed of [1, 2, 3]) {
    const problem = someCover(seed)
    const exact = await exactCover(problem)
    assert.equal(exact?.method, 'exact')
    assertKeeps(problem, exact?.posts ?? [])
    assert.ok(Math.abs((exact?.covered ?? 0) - bestOf(problem)) < 1e-6)
  }
  assert.equal((await chooseCover(someCover(4), { seed: 1 })).method, 'exact')
  assert.equal((await chooseCover(someCover(4), { seed: 1, exactUpTo: 10 })).method, 'search')
})

test('a floor that no choice can keep is refused in a sentence, by both', async () => {
  const problem = someCover(1)
  const refusals = [
    [{ ...problem, least: Int32Array.of(2, 2, 1) }, /floors ask for 5 units and there are 4/],
    [{ ...problem, units: 13 }, /13 units and only 12 posts/],
    [{ ...problem, units: 9, least: Int32Array.of(0, 0, 5) }, /Area 2 is owed 5 units and has 4 posts/],
  ] as const
  for (const [wrong, says] of refusals) {
    assert.throws(() => searchCover(wrong, { seed: 1 }), says)
    await assert.rejects(exactCover(wrong), says)
  }
})

test('a post reaches the cells whose middles are near enough, and no other; turned round it says the same', () => {
  const random = seeded(9)
  const places = (count: number) => ({
    eastings: Float64Array.from({ length: count }, () => 150 * random.below(20)),
    northings: Float64Array.from({ length: count }, () => 150 * random.below(20)),
  })
  const [posts, cells] = [places(15), places(60)]
  const reach = reachOf(posts, cells, 600)
  const back = turned(reach, 60)
  for (let post = 0; post < 15; post++) {
    const near = [...cells.eastings.keys()].filter((cell) => metresApart(posts, post, cells, cell) <= 600)
    assert.deepEqual([...reach.cells.subarray(reach.from[post], reach.from[post + 1])], near)
    for (let cell = 0; cell < 60; cell++)
      assert.equal(back.cells.subarray(back.from[cell], back.from[cell + 1]).includes(post), near.includes(cell))
  }
})
