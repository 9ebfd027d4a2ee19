import { Base, type BaseMemory } from '#lib/imei/plane/base'
import { newPlane, type Plane } from '#lib/imei/plane/plane'
import { openDraft } from './draft.ts'
import { makeBase } from './make-base.ts'
import { openList, type StatusList } from './status-list.ts'

/** For recent changes: a merge is due after two million, and there is room for as many again meanwhile. 32 MB. */
const slots = 2 ** 22

/** A list whose statuses other threads read too. */
export type SharedList = { readonly list: StatusList; readonly plane: Plane }

/** A list that is read in, which nobody answers from yet. */
export type Draft = {
  readonly list: StatusList
  /** What was read, for threads to share; with its snapshot in `file` where one is given. Use the draft no more. */
  share(signal: AbortSignal, file?: string): Promise<SharedList>
}

export function draftList(now: () => number, recentSlots = slots): Draft {
  const draft = openDraft()
  const list = openList(draft, now)
  return {
    list,
    async share(signal, file) {
      const plane = planeOver(await makeBase({ ...draft.columns(), file }, signal), recentSlots)
      list.moveTo(plane)
      return { list, plane }
    },
  }
}

/** A list over a base that was kept, of which `counted` says how many keys it has by status code. */
export function listOver(
  base: BaseMemory,
  counted: readonly number[],
  now: () => number,
  recentSlots = slots,
): SharedList {
  const plane = planeOver(base, recentSlots)
  return { list: openList(plane, now, counted), plane }
}

const planeOver = (base: BaseMemory, recentSlots: number) => newPlane(new Base(base), recentSlots)
