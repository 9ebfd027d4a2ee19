/** Leaves `start` up to, not including, `end`: one node of the tree. */
export type Span = { start: number; end: number }

/** Subtrees whose roots, in this order, prove that leaf `index` is in the tree of `size`. RFC 9162 section 2.1.3.1. */
export function inclusionPath(index: number, size: number): Span[] {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} lies outside a tree of ${size} leaves`)
  return pathWithin(index, { start: 0, end: size })
}

/** Subtrees whose roots prove that the tree of `size2` begins with that of `size1`. RFC 9162 section 2.1.4.1. */
export function consistencyPath(size1: number, size2: number): Span[] {
  if (size1 < 0 || size1 > size2) throw new RangeError(`a tree of ${size2} leaves cannot continue one of ${size1}`)
  if (size1 === 0 || size1 === size2) return []
  return subproof(size1, { start: 0, end: size2 }, true)
}

function pathWithin(index: number, { start, end }: Span): Span[] {
  if (end - start === 1) return []
  const middle = start + leftSize(end - start)
  if (index < middle) return [...pathWithin(index, { start, end: middle }), { start: middle, end }]
  return [...pathWithin(index, { start: middle, end }), { start, end: middle }]
}

function subproof(size: number, { start, end }: Span, isWholeFirstTree: boolean): Span[] {
  if (size === end) return isWholeFirstTree ? [] : [{ start, end }]
  const middle = start + leftSize(end - start)
  if (size <= middle) return [...subproof(size, { start, end: middle }, isWholeFirstTree), { start: middle, end }]
  return [...subproof(size, { start: middle, end }, false), { start, end: middle }]
}

/** Leaves in the left child: the largest power of two below `size`. */
export function leftSize(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
