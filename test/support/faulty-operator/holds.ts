import type { Breaks } from './breaks.ts'

export const isFollowing = 'its EIR follows a moment later'
const followsAfterMs = 150

/** What is held on handsets and lines, by which order, until when. */
export function openHolds(what: 'block' | 'watch' | 'hold' | 'bar', breaks: Breaks, now: () => number) {
  const held = new Map<string, Map<string, number>>()
  let heardAt = 0
  const clock = () => (breaks(`${what} is let go only when we speak`) ? heardAt : now())
  const endOf = (until: string | undefined) => {
    const end = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)
    if (breaks(`${what} whose end has passed holds`) && end < now()) return Number.POSITIVE_INFINITY
    if (breaks(`${what} is let go late`)) return end + 3000
    return breaks(`${what} is let go early`) && Number.isFinite(end) ? end - 2000 : end
  }
  /** No broken promise, within reason: the EIR is told a moment later. */
  const soon = (change: () => void) =>
    what === 'block' && breaks(isFollowing) ? void setTimeout(change, followsAfterMs) : change()
  const of = (on: string) => held.get(on) ?? new Map<string, number>()
  return {
    heard: () => {
      heardAt = now()
    },
    put: (on: string, order: string, until?: string) =>
      soon(() => {
        if (breaks(`at most five orders ${what} one thing`) && of(on).size >= 5) return
        held.set(on, of(on).set(order, endOf(until)))
      }),
    lift: (on: string, order?: string) =>
      soon(() => {
        if (order === undefined || breaks(`undo of one ${what} lifts all`)) held.delete(on)
        else if (!breaks(`undo that names its ${what} does nothing`)) held.get(on)?.delete(order)
      }),
    on: (on: string) => [...of(on).values()].some((end) => end > clock()),
  }
}

export type Holds = ReturnType<typeof openHolds>
