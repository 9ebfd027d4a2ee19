/**
 * One call for all that was asked while the call before was under way: under load a hundred small questions become a few
 * large ones, and a lone one waits for nothing. When a call for several fails each is asked by itself, so that none fails
 * for another's sake.
 */
export function together<Ask, Answer>(
  answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  most = 100,
): (ask: Ask) => Promise<Answer> {
  type Waiting = { ask: Ask; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  const waiting: Waiting[] = []
  let busy = false

  const each = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await answer(batch.map(({ ask }) => ask))
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer)
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await each([one])
    }
  }

  const work = async () => {
    busy = true
    while (waiting.length > 0) await each(waiting.splice(0, most))
    busy = false
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject })
      if (!busy) void work()
    })
}
