import type { Plane } from '#lib/imei/plane/plane'
import type { Log } from '#platform/log'
import { makeBase } from '../list/make-base.ts'
import type { SharedList } from '../list/shared-list.ts'
import type { Standing } from './judge-batch.ts'
import type { KeptList, NextList } from './kept-list.ts'
import type { Stand } from './kept-stand.ts'

/** The list as it is followed: where it stands moves on with each batch, its plane with each fold. */
export type Followed = SharedList & { plane: Plane; standing: Standing }

type Options = { readonly kept: KeptList; readonly say: Log; readonly foldAfterBytes: number }

const notAgainForMs = 60_000

/**
 * Puts what has changed into the base of the plane, and that on disk, so that neither searches nor a restart grow longer. Both
 * happen in another thread; answers and changes go on meanwhile.
 */
export function openFolding({ kept, say, foldAfterBytes }: Options) {
  let running: Promise<void> | undefined
  let notBefore = 0

  const fold = async (
    followed: Followed,
    next: NextList,
    show: (plane: Plane) => Promise<void>,
    signal: AbortSignal,
  ) => {
    const stand = standOf(followed)
    const base = await makeBase({ ...followed.plane.beginMerge(), file: next.planeFile }, signal)
    const plane = followed.plane.endMerge(base)
    await show(plane) // until then the plane before tells the one that follows
    followed.list.moveTo(plane)
    followed.plane = plane
    await next.finish(stand)
    say.info({ no: stand.standing.place.no }, 'the list is put on disk anew')
  }

  return {
    /** Begins when it is time to and none is under way. Changes that are taken after it returns come after the new list. */
    async whenDue(followed: Followed, show: (plane: Plane) => Promise<void>, signal: AbortSignal): Promise<void> {
      if (running || performance.now() < notBefore) return
      if (kept.size() < foldAfterBytes && !followed.plane.wantsMerge) return
      const next = await kept.begin()
      running = fold(followed, next, show, signal)
        .catch((error: unknown) => {
          notBefore = performance.now() + notAgainForMs
          if (!signal.aborted)
            say.error({ why: String(error) }, 'the list cannot be put on disk anew; what is there counts')
        })
        .finally(() => {
          running = undefined
        })
    },
    /** When the one that is under way has ended, well or not. */
    ended: () => running ?? Promise.resolve(),
  }
}

/** What belongs to a plane on disk. A feed sets holds, and nothing else. */
export const standOf = ({ list, standing }: Followed): Stand => ({
  standing,
  counts: [...list.counts],
  steps: new Map(list.steps) as Stand['steps'],
})
