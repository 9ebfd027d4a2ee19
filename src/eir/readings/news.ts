import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'

/** A handset that the list names asked for service. */
export type Attempt = { readonly key: KeyNumber; readonly status: StatusCode; readonly at: number }

/** More handsets than one network refuses in an hour: beyond it the oldest are forgotten early, and may be noted again. */
const mostRemembered = 500_000

/**
 * Says of an attempt whether it is news: the same handset with the same status is so once in `onceInMs`. A phone that is
 * refused tries again every few seconds for days.
 */
export function openNews(onceInMs: number, most = mostRemembered) {
  let recent = new Map<number, number>()
  let older = new Map<number, number>()
  let turnedAt = Number.NEGATIVE_INFINITY

  return ({ key, status, at }: Attempt): boolean => {
    const handset = key * 4 + status
    const last = recent.get(handset) ?? older.get(handset)
    // A clock that was set back makes it news again, not silent for as long as it was wrong.
    if (last !== undefined && Math.abs(at - last) < onceInMs) return false
    if (recent.size >= most || Math.abs(at - turnedAt) >= onceInMs) {
      older = recent
      recent = new Map()
      turnedAt = at
    }
    recent.set(handset, at)
    return true
  }
}
