import { refuse } from '../../stats/wrong-input.ts'
import { type Choice, type Cover, coveredBy, whyNone } from './problem.ts'

/** What we use of HiGHS: a model in CPLEX's LP text in, values of its columns out. */
type Solver = {
  solve(
    model: string,
    options: Record<string, unknown>,
  ): { Status: string; Columns: Record<string, { Primal?: number }> }
}
let solver: Promise<Solver> | undefined

/** The solver is 3.5 MB of WebAssembly: it is loaded at the first question that needs it. */
async function load(): Promise<Solver> {
  const { default: start } = (await import('highs')) as unknown as { default: () => Promise<Solver> }
  return start()
}

/**
 * The best choice, proved by HiGHS (Huangfu and Hall 2018) on the usual model: maximise the sum of risk·reached, where a cell is
 * reached only if one of the posts that reach it is chosen. Undefined when it was not proved within so many seconds. Refuses
 * what no choice can keep.
 */
export async function exactCover(problem: Cover, { seconds = 20 } = {}): Promise<Choice | undefined> {
  const wrong = whyNone(problem)
  if (wrong !== undefined) refuse(wrong)
  if (problem.units === 0) return { posts: [], covered: 0, method: 'exact' }
  solver ??= load()
  const { solve } = await solver
  const { Status, Columns } = solve(modelOf(problem), {
    ...{ output_flag: false, time_limit: seconds, random_seed: 1, mip_rel_gap: 1e-6, mip_abs_gap: 1e-6 },
  })
  if (Status !== 'Optimal') return undefined
  const posts = [...problem.area.keys()].filter((post) => (Columns[`x${post}`]?.Primal ?? 0) > 0.5)
  return { posts, covered: coveredBy(problem, posts), method: 'exact' }
}

/** The model as text. Risk is scaled to 1,000 in all, so that the solver's tolerances mean the same for a street and a city. */
function modelOf({ risk, reach, area, units, least }: Cover): string {
  const all = risk.reduce((sum, each) => sum + each, 0) || 1
  const by: number[][] = Array.from({ length: risk.length }, () => [])
  for (let post = 0; post < area.length; post++)
    for (let at = reach.from[post] as number; at < (reach.from[post + 1] as number); at++)
      by[reach.cells[at] as number]?.push(post)
  const cells = [...risk.keys()].filter((cell) => (risk[cell] as number) > 0 && (by[cell]?.length ?? 0) > 0)
  const posts = [...area.keys()]
  const value = cells.map((cell) => `${(((risk[cell] as number) * 1000) / all).toPrecision(12)} y${cell}`)
  const reached = cells.map((cell) => ` y${cell} ${(by[cell] ?? []).map((post) => `- x${post}`).join('\n ')} <= 0`)
  const floors = [...least.entries()]
    .filter(([, owed]) => owed > 0)
    .map(
      ([place, owed]) => ` ${sum(posts.filter((post) => area[post] === place).map((post) => `x${post}`))} >= ${owed}`,
    )
  return [
    `Maximize\n obj: ${value.length > 0 ? sum(value) : '0 x0'}`,
    'Subject To',
    ...reached,
    ` ${sum(posts.map((post) => `x${post}`))} = ${units}`,
    ...floors,
    `Bounds\n${cells.map((cell) => ` y${cell} <= 1`).join('\n')}`,
    `Binary\n ${posts.map((post) => `x${post}`).join('\n ')}`,
    'End',
  ].join('\n')
}

/** One term a line: readers of this format may refuse long lines. */
const sum = (terms: readonly string[]) => terms.join(' +\n ')
