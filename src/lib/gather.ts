/** `atOnce`: companies under way side by side; `most`: asks in one of them. */
type Limits = { readonly atOnce: number; readonly most: number }

/**
 * What is asked at one moment, or while others are under way, goes together as the next: what costs a round trip or a
 * commit costs it once for all of them. When a company fails, each of it goes alone, so that one breaks no other.
 */
export function gather<Ask, Answer>(
  run: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { atOnce, most }: Limits,
): (ask: Ask) => Promise<Answer> {
  type Waiting = { ask: Ask; resolve: (answer: Answer) => void; reject: (reason: unknown) => void }
  const waiting: Waiting[] = []
  let underWay = 0
  let looking = false

  const go = async (company: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await run(company.map(({ ask }) => ask))
      for (const [place, { resolve }] of company.entries()) resolve(answers[place] as Answer)
    } catch (reason) {
      if (company.length === 1) company[0]?.reject(reason)
      else for (const one of company) await go([one])
    }
  }

  const next = () => {
    looking = false
    while (underWay < atOnce && waiting.length > 0) {
      underWay += 1
      void go(waiting.splice(0, most)).finally(() => {
        underWay -= 1
        next()
      })
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject })
      if (looking || underWay >= atOnce) return
      looking = true
      setImmediate(next) // what came in the same turn of the loop goes along
    })
}
