/** One bar: what it says, and its length in percent of the longest. */
export type DrawnBar = { readonly says: string; readonly percent: number }

export function drawnBars(values: readonly { readonly says: string; readonly value: number }[]): DrawnBar[] {
  const most = Math.max(0, ...values.map(({ value }) => value))
  return values.map(({ says, value }) => ({ says, percent: most > 0 ? Math.round((value / most) * 1000) / 10 : 0 }))
}

/** A long name is cut for a mark on a phone’s screen; the table has it in full. */
export const shortName = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)
export const whole = (value: number): string => Math.round(value).toLocaleString('en-GB')
/** `12.3%`, `0.4%`. */
export const percentOf = (share: number): string => `${(100 * share).toFixed(1)}%`
