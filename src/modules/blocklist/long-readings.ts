/** Each holds a connection of the pool that reports need too, for as long as its reader takes. */
const mostAtOnce = 4
/** So that the nodes of one operator leave something to the others. */
const mostOfOne = 2

const open = new Map<string, number>()

/** Counts one long reading of the list in, and gives what counts it out; undefined when there are enough already. */
export function beginReading(operator: string): (() => void) | undefined {
  const own = open.get(operator) ?? 0
  const all = [...open.values()].reduce((sum, one) => sum + one, 0)
  if (all >= mostAtOnce || own >= mostOfOne) return undefined
  open.set(operator, own + 1)
  let isOpen = true
  return () => {
    if (!isOpen) return
    isOpen = false
    const left = (open.get(operator) ?? 1) - 1
    if (left > 0) open.set(operator, left)
    else open.delete(operator)
  }
}

export const enoughReadings = {
  detail: 'Several nodes read the whole list just now. Ask again in ten seconds.',
  headers: { 'retry-after': '10' },
} as const
