import { type Random, seeded } from '../../stats/random.ts'
import { refuse } from '../../stats/wrong-input.ts'
import { type Choice, type Cover, coveredBy, type Reach, turned, whyNone } from './problem.ts'

type Settings = { readonly seed: number; readonly rounds?: number }

/**
 * Posts by greedy choice, exchange and repair: what is chosen first covers most of what is not covered yet (at least 63% of the
 * best, Nemhauser, Wolsey and Fisher 1978), each post is exchanged for a better one while there is one (Teitz and Bart 1968),
 * and then some are taken away by chance and chosen anew, `rounds` times. Refuses what no choice can keep.
 */
export function searchCover(problem: Cover, { seed, rounds = roundsFor(problem) }: Settings): Choice {
  const wrong = whyNone(problem)
  if (wrong !== undefined) refuse(wrong)
  const random = seeded(seed)
  const board = new Board(problem)
  board.fill()
  board.exchange()
  let best = board.chosen()
  let most = coveredBy(problem, best)
  for (let round = 0; round < rounds && problem.units > 0; round++) {
    board.takeSome(random)
    board.fill()
    board.exchange()
    const posts = board.chosen()
    const covered = coveredBy(problem, posts)
    if (covered >= most) [best, most] = [posts, covered]
    else board.set(best)
  }
  return { posts: best, covered: most, method: 'search' }
}

/** As many rounds as a second or two has room for, between 20 and 500. */
const roundsFor = ({ units, area }: Cover) => Math.max(20, Math.min(500, Math.round(2e7 / (1 + units * area.length))))

/** A choice under way: how often each cell is reached, and what each post would add. */
class Board {
  readonly #problem: Cover
  readonly #postsOf: Reach
  readonly #times: Int32Array
  /** Risk that nobody else reaches, for each post: its gain when it is not chosen, its loss when it is. */
  readonly #gain: Float64Array
  readonly #isChosen: Uint8Array
  readonly #inArea: Int32Array
  #count = 0

  constructor(problem: Cover) {
    const { risk, reach, area, least } = problem
    this.#problem = problem
    this.#postsOf = turned(reach, risk.length)
    this.#times = new Int32Array(risk.length)
    this.#gain = new Float64Array(area.length)
    this.#isChosen = new Uint8Array(area.length)
    this.#inArea = new Int32Array(least.length)
    for (let post = 0; post < area.length; post++) this.#gain[post] = this.#alone(post)
  }

  chosen(): number[] {
    return [...this.#isChosen.keys()].filter((post) => this.#isChosen[post])
  }

  /** Risk that this post reaches and no chosen one. */
  #alone(post: number): number {
    const { risk, reach } = this.#problem
    let sum = 0
    for (let at = reach.from[post] as number; at < (reach.from[post + 1] as number); at++) {
      const cell = reach.cells[at] as number
      if (this.#times[cell] === 0) sum += risk[cell] as number
    }
    return sum
  }

  #add(post: number): void {
    this.#turn(post, 1)
  }
  #take(post: number): void {
    this.#turn(post, -1)
  }

  /** Puts a post in (+1) or takes it out (-1); only posts that share a cell with it are touched. */
  #turn(post: number, step: 1 | -1): void {
    const { risk, reach, area } = this.#problem
    const place = area[post] as number
    this.#isChosen[post] = step > 0 ? 1 : 0
    this.#inArea[place] = (this.#inArea[place] as number) + step
    this.#count += step
    for (let at = reach.from[post] as number; at < (reach.from[post + 1] as number); at++) {
      const cell = reach.cells[at] as number
      const before = this.#times[cell] as number
      this.#times[cell] = before + step
      if (before !== (step > 0 ? 0 : 1)) continue
      const change = -step * (risk[cell] as number)
      for (let by = this.#postsOf.from[cell] as number; by < (this.#postsOf.from[cell + 1] as number); by++) {
        const other = this.#postsOf.cells[by] as number
        this.#gain[other] = (this.#gain[other] as number) + change
      }
    }
  }

  /** The post that adds most, in one area or anywhere. */
  #best(within: number | undefined): number {
    const { area } = this.#problem
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (let post = 0; post < area.length; post++) {
      if (this.#isChosen[post] || (within !== undefined && area[post] !== within)) continue
      const gain = this.#gain[post] as number
      if (gain > most) [best, most] = [post, gain]
    }
    return best
  }

  /** First what areas are owed, then what adds most. */
  fill(): void {
    const { units, least } = this.#problem
    for (let place = 0; place < least.length; place++)
      while ((this.#inArea[place] as number) < (least[place] as number)) this.#add(this.#best(place))
    while (this.#count < units) this.#add(this.#best(undefined))
  }

  /** Exchanges one post for a better one until none is better. */
  exchange(): void {
    const { area, least } = this.#problem
    const enough = 1e-12 * this.#problem.risk.reduce((sum, each) => sum + each, 0)
    for (let better = true; better; ) {
      better = false
      for (const post of this.chosen()) {
        const place = area[post] as number
        this.#take(post)
        const isOwed = (this.#inArea[place] as number) < (least[place] as number)
        const other = this.#best(isOwed ? place : undefined)
        const wins = other >= 0 && (this.#gain[other] as number) > (this.#gain[post] as number) + enough
        this.#add(wins ? other : post)
        better ||= wins
      }
    }
  }

  /** Takes up to half of the posts away by chance, and puts a stranger in, else the greedy choice would only put them back. */
  takeSome(random: Random): void {
    const chosen = this.chosen()
    for (
      let many = 2 + random.below(Math.max(1, Math.floor(chosen.length / 2)));
      many > 0 && chosen.length > 0;
      many--
    ) {
      const [post] = chosen.splice(random.below(chosen.length), 1)
      this.#take(post as number)
    }
    const { area, units, least } = this.#problem
    const stranger = random.below(area.length)
    const owed = least.reduce((sum, each, place) => sum + Math.max(0, each - (this.#inArea[place] as number)), 0)
    const place = area[stranger] as number
    const isFree = units - this.#count > owed || (this.#inArea[place] as number) < (least[place] as number)
    if (!this.#isChosen[stranger] && isFree) this.#add(stranger)
  }

  set(posts: readonly number[]): void {
    const wanted = new Set(posts)
    for (const post of this.chosen()) if (!wanted.has(post)) this.#take(post)
    for (const post of posts) if (!this.#isChosen[post]) this.#add(post)
  }
}
