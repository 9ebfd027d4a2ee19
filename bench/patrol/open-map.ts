/** A stream of updates as an open page has it: each is noted when it comes. */
export type OpenMap = {
  /** Comes back when an update has come after that moment. */
  readonly after: (moment: number) => Promise<void>
  readonly close: () => void
}

const patienceMs = 60_000

export async function openMap(origin: string, path: string, cookie: string): Promise<OpenMap> {
  const end = new AbortController()
  const { body, status } = await fetch(origin + path, { headers: { cookie }, signal: end.signal })
  if (status !== 200 || !body) throw new Error(`${path} was answered ${status}.`)
  let [last, woken] = [0, () => {}]
  const reading = async () => {
    for await (const text of body.pipeThrough(new TextDecoderStream()))
      if (/^data:/m.test(text)) {
        last = performance.now()
        woken()
      }
  }
  reading().catch(() => {}) // closed
  return {
    async after(moment) {
      for (const until = performance.now() + patienceMs; last <= moment; ) {
        if (performance.now() > until) throw new Error(`${path} told nothing for ${patienceMs / 1000} s.`)
        await Promise.race([
          new Promise<void>((resolve) => {
            woken = resolve
          }),
          new Promise((resolve) => setTimeout(resolve, 1000)),
        ])
      }
    },
    close: () => end.abort(),
  }
}
