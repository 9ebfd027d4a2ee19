import { exactCover } from './exact.ts'
import type { Choice, Cover } from './problem.ts'
import { searchCover } from './search.ts'

type Settings = { readonly seed: number; readonly rounds?: number; readonly exactUpTo?: number }

/** So many pairs of post and cell are proved in about a second; see bench/patrol-plan.ts. */
const small = 3000

/** The best choice where that can be proved quickly, the best that was found where it cannot. */
export async function chooseCover(problem: Cover, { exactUpTo = small, ...search }: Settings): Promise<Choice> {
  const found = searchCover(problem, search)
  if (problem.reach.cells.length > exactUpTo) return found
  return (await exactCover(problem, { seconds: 5 })) ?? found
}
