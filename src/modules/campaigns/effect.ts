/** Published thefts of one month: in the place, and in all of London. */
export type MonthOfThefts = { readonly month: string; readonly here: number; readonly everywhere: number }

/** Thefts before and after a campaign over equally many whole months; undefined where months are not published (yet). */
export type Span = { readonly from: string; readonly to: string; readonly here: number; readonly everywhere: number }
export type Effect = {
  readonly before: Span | undefined
  readonly after: Span | undefined
  /** By how many percent thefts rose or fell, here and in all of London. */
  readonly change: { readonly here: number; readonly everywhere: number } | undefined
}

/** Fewer are not compared: by chance alone they halve or double. */
const least = 30

const monthNumber = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
const monthAt = (number: number) => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`

/**
 * What the published figures say: as many whole months before the campaign's first as after its last. It compares with
 * all of London, because most of what changes in a place changes everywhere. It proves no cause.
 */
export function effectOf(
  { starts, ends }: { readonly starts: string; readonly ends: string },
  published: readonly MonthOfThefts[],
): Effect {
  const first = monthNumber(starts)
  const last = monthNumber(ends)
  const length = last - first + 1
  const before = spanOf(first - length, length, published)
  const after = spanOf(last + 1, length, published)
  const enough = before && after && before.here >= least && after.here >= least
  return {
    ...{ before, after },
    change: enough
      ? { here: percent(before.here, after.here), everywhere: percent(before.everywhere, after.everywhere) }
      : undefined,
  }
}

const percent = (before: number, after: number) => Math.round(((after - before) * 1000) / before) / 10

function spanOf(first: number, length: number, published: readonly MonthOfThefts[]): Span | undefined {
  const months = Array.from({ length }, (_, at) => monthAt(first + at))
  const rows = published.filter(({ month }) => months.includes(month))
  if (rows.length < length) return undefined
  const sum = (key: 'here' | 'everywhere') => rows.reduce((total, one) => total + one[key], 0)
  return { from: months[0] ?? '', to: months.at(-1) ?? '', here: sum('here'), everywhere: sum('everywhere') }
}
