/** From when until when: milliseconds since 1970. */
export type Span = readonly [from: number, to: number]

/** A stay in a square as a device tells it later, by its own clock. */
export type ToldStay = { readonly id: string; readonly fence: string; readonly entered: number; readonly left: number }

export type TellingLater = {
  /** The device's clock as it sends. */
  readonly sentAt: number
  /** Ours as it comes in. What both say at one moment is how wrong the device's clock is. */
  readonly receivedAt: number
  /** Of the officer's shift and of the plan, whatever is shorter. */
  readonly begins: number
  readonly ends: number
  /** What has been counted, or heard to be elsewhere: see `heardWith`. */
  readonly heard: readonly Span[]
  readonly taken: ReadonlySet<string>
}

export type CountedStay = { readonly fence: string; readonly enters: number; readonly seconds: number }
export type ToldLater = { readonly stays: readonly CountedStay[]; readonly heard: readonly Span[] }

/** Driving past is no visit, as on the air (lib/patrol-plan/dosage.ts). */
const leastMs = 20_000

/**
 * What of the stays that a device tells later is counted. Nothing it says is trusted: its clock is set by ours at the moment it sends, and a
 * stay counts only within the shift, before it came in, and where the device was not heard of at that time. In the order in
 * which they came: what is counted stands, and a later one gets what is left. So no minute is counted twice, whatever is sent how often.
 */
export function tellLater(told: readonly ToldStay[], telling: TellingLater): ToldLater {
  const slow = telling.receivedAt - telling.sentAt
  const taken = new Set(telling.taken)
  const stays: CountedStay[] = []
  let heard = telling.heard
  for (const { id, fence, entered, left } of told) {
    if (taken.has(id) || left - entered < leastMs) continue
    taken.add(id)
    const from = Math.max(entered + slow, telling.begins)
    const to = Math.min(left + slow, telling.ends, telling.receivedAt)
    for (const [enters, leaves] of leftOf([from, to], heard))
      stays.push({ fence, enters, seconds: (leaves - enters) / 1000 })
    heard = heardWith(heard, [from, to])
  }
  return { stays, heard }
}

/** Of a span, what is in none of the others. `heard` is in order and apart, as `heardWith` gives it. */
export function leftOf([from, to]: Span, heard: readonly Span[]): Span[] {
  const left: Span[] = []
  let at = from
  for (const [begins, ends] of heard) {
    if (begins > at && at < to) left.push([at, Math.min(begins, to)])
    at = Math.max(at, ends)
  }
  return at < to ? [...left, [at, to]] : left
}

/** Spans with one more: in order, and those that touch are one. */
export function heardWith(heard: readonly Span[], span: Span): Span[] {
  if (span[0] >= span[1]) return [...heard]
  const together: [number, number][] = []
  for (const [from, to] of [...heard, span].toSorted((a, b) => a[0] - b[0])) {
    const last = together.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else together.push([from, to])
  }
  return together
}
