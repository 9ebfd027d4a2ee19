/** Exponential back-off with full jitter: some time between nothing and a bound that doubles up to `mostMs`. */
export function backOffMs(tries: number, { firstMs, mostMs }: BackOff, random: () => number): number {
  return Math.round(random() * Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(tries - 1, 0), 30)))
}

export type BackOff = { readonly firstMs: number; readonly mostMs: number }
