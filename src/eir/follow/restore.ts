import { merge } from '#lib/imei/plane/plane'
import { SnapshotDamaged } from '#lib/imei/plane/snapshot'
import type { KeyNumber } from '#lib/imei/plane/status'
import type { Log } from '#platform/log'
import type { Steps } from '../list/lapses.ts'
import { listOver } from '../list/shared-list.ts'
import type { Followed } from './fold.ts'
import type { KeptList } from './kept-list.ts'

type Options = {
  readonly kept: KeptList
  readonly now: () => number
  readonly say: Log
  readonly recentSlots?: number
}

/** The list as it was on disk, with all that was taken since; undefined when there is none that can be used. */
export async function restore(
  { kept, now, say, recentSlots }: Options,
  doubt: (fault: 'damaged') => void,
): Promise<Followed | undefined> {
  try {
    const found = await kept.restore()
    if (!found) return undefined
    const { base, stand } = found
    const { list, plane: first } = listOver(base.memory, stand.counts, now, recentSlots)
    let plane = first
    // Nobody reads it yet, so it is merged at once. Much can have changed: all that ended while the node was down.
    const set = (key: KeyNumber, steps: Steps) => {
      if (plane.wantsMerge) {
        plane = plane.endMerge(merge(plane.beginMerge()))
        list.moveTo(plane)
      }
      list.set(key, steps)
    }
    for (const [key, steps] of stand.steps) set(key, steps)
    const { standing, isDamaged } = await kept.replay(stand.standing, (key, holds) => set(Number(key), holds))
    if (isDamaged) doubt('damaged')
    return { list, plane, standing }
  } catch (error) {
    if (!(error instanceof SnapshotDamaged)) throw error
    say.error({ why: error.message }, 'the list on disk cannot be used')
    doubt('damaged')
    return undefined
  }
}
