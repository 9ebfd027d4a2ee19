/** Things in the order of a number, the smallest first: a binary heap. */
export function openHeap<Thing>() {
  let nodes: { readonly at: number; readonly thing: Thing }[] = []
  const atOf = (place: number) => nodes[place]?.at ?? Number.POSITIVE_INFINITY

  function swap(one: number, other: number) {
    const [a, b] = [nodes[one], nodes[other]]
    if (a && b) [nodes[one], nodes[other]] = [b, a]
  }
  function rise(place: number) {
    const parent = (place - 1) >> 1
    if (place === 0 || atOf(parent) <= atOf(place)) return
    swap(place, parent)
    rise(parent)
  }
  function sink(place: number) {
    const left = 2 * place + 1
    const least = atOf(left + 1) < atOf(left) ? left + 1 : left
    if (atOf(place) <= atOf(least)) return
    swap(place, least)
    sink(least)
  }

  return {
    add(at: number, thing: Thing): void {
      nodes.push({ at, thing })
      rise(nodes.length - 1)
    },
    /** The smallest number; infinity when there is nothing. */
    firstAt: () => atOf(0),
    take(): Thing | undefined {
      const [first] = nodes
      const last = nodes.pop()
      if (first && last && nodes.length > 0) {
        nodes[0] = last
        sink(0)
      }
      return first?.thing
    },
    /** Leaves out what is not wanted any more. */
    keep(wanted: (thing: Thing) => boolean): void {
      // In order is a heap too.
      nodes = nodes.filter(({ thing }) => wanted(thing)).sort((a, b) => a.at - b.at)
    },
    size: () => nodes.length,
    clear(): void {
      nodes = []
    },
  }
}
