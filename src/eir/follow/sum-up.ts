import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Holds, listedLineOf } from '#lib/feed/holds'
import { openSums, type TacSum } from '#lib/feed/sums'
import { Base, eachInOrder } from '#lib/imei/plane/base'
import { type MergeInput, merge } from '#lib/imei/plane/plane'
import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'
import type { Steps } from '../list/lapses.ts'

/** A list as it stood at one moment. `steps`: of each key that has more to it than one status for good. */
export type Listed = { readonly plane: MergeInput; readonly steps: ReadonlyMap<KeyNumber, Steps> }

/** Count and hash of each TAC, in a thread of its own: of a long list it takes many seconds, in which others go on. */
export async function sumUp(listed: Listed, signal: AbortSignal): Promise<readonly TacSum[]> {
  const worker = new Worker(new URL('./sum-up-thread.ts', import.meta.url), { workerData: listed })
  try {
    const [sums] = (await once(worker, 'message', { signal })) as [readonly TacSum[]] // a fault in the thread rejects
    return sums
  } finally {
    await worker.terminate()
  }
}

const linesAtOnce = 10_000
const forGood: Partial<Record<StatusCode, Holds>> = { 2: [{ status: 'tracked' }], 3: [{ status: 'blocked' }] }

/** The same in this thread. */
export function sumsOf({ plane, steps }: Listed): readonly TacSum[] {
  const sums = openSums()
  let page: string[] = []
  const turnPage = () => {
    sums.add(page.join(''))
    page = []
  }
  const put = (key: KeyNumber, holds: Holds | undefined) => {
    if (holds === undefined) return
    page.push(listedLineOf(String(key).padStart(14, '0'), holds))
    if (page.length === linesAtOnce) turnPage()
  }
  const base = new Base(merge(plane))
  // What has ended is still listed, until the centre takes it away, but a plane knows nothing of it any more.
  const ended = Float64Array.from([...steps.keys()].filter((key) => base.statusOf(key) === 0)).sort()
  let next = 0
  const endedBelow = (key: KeyNumber) => {
    for (; next < ended.length && (ended[next] as number) < key; next++)
      put(ended[next] as number, holdsOf(steps.get(ended[next] as number)))
  }
  eachInOrder(base, (key, status) => {
    endedBelow(key)
    put(key, holdsOf(steps.get(key)) ?? forGood[status])
  })
  endedBelow(Number.POSITIVE_INFINITY)
  turnPage()
  return sums.end()
}

/** A feed sets holds and nothing else. */
const holdsOf = (steps: Steps | undefined) => steps as Holds | undefined
