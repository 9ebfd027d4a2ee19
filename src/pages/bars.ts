/** One bar: what it says, and its length in percent of the longest. */
export type DrawnBar = { readonly says: string; readonly percent: number }

export function drawnBars(values: readonly { readonly says: string; readonly value: number }[]): DrawnBar[] {
  const most = Math.max(0, ...values.map(({ value }) => value))
  return values.map(({ says, value }) => ({ says, percent: most > 0 ? Math.round((value / most) * 1000) / 10 : 0 }))
}

/** A change beside its middle, which is none: where bar and range begin and end, in percent of the width. */
export type ChangeBar = { readonly says: string } & Readonly<Record<'from' | 'long' | 'low' | 'high', number>>
type Change = { readonly says: string } & Readonly<Record<'ratio' | 'low' | 'high', number>>

export function changeBars(values: readonly Change[]): ChangeBar[] {
  const most = Math.max(
    0.01,
    ...values.flatMap(({ ratio, low, high }) => [ratio, low, high].map((one) => Math.abs(one - 1))),
  )
  const at = (ratio: number) => Math.round(500 + (500 * (ratio - 1)) / most) / 10
  return values.map(({ says, ratio, low, high }) => ({
    ...{ says, from: Math.min(50, at(ratio)), long: Math.abs(at(ratio) - 50) },
    ...{ low: at(low), high: at(high) },
  }))
}

/** A long name is cut for a mark on a phone’s screen; the table has it in full. */
export const shortName = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)
export const whole = (value: number): string => Math.round(value).toLocaleString('en-GB')
/** `12.3%`, `0.4%`. */
export const percentOf = (share: number): string => `${(100 * share).toFixed(1)}%`
