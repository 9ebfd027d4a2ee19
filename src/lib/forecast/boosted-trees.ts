/**
 * Boosted regression trees for counts: Poisson loss with log link, Newton steps, features cut into bins (as LightGBM and xgboost
 * do by histogram). Friedman 2001, "Greedy function approximation"; Chen and Guestrin 2016, "XGBoost", equation 6 for the gain
 * and the leaf. The same rows, settings and seed give the same trees to the bit.
 */
export type TreeSettings = {
  readonly trees: number
  readonly depth: number
  readonly rate: number
  /** Added to the sum of expected events of a leaf: a leaf of few events says little. */
  readonly ridge: number
  /** Expected events that a leaf must at least hold. */
  readonly leastInLeaf: number
  /** Share of the rows that each tree sees. */
  readonly rows: number
  readonly bins: number
}

export type Rows = {
  readonly length: number
  readonly features: number
  /** Row after row. NaN is a value of its own: not known. */
  readonly values: Float32Array
  /** What was expected without the trees, as a logarithm. */
  readonly offset: Float64Array
}

/** A whole tree of one depth: the node `k` has the children `2k + 1` and `2k + 2`. */
type Tree = { readonly feature: Int32Array; readonly cut: Uint8Array; readonly leaf: Float64Array }
export type Forest = {
  readonly edges: readonly Float32Array[]
  readonly trees: readonly Tree[]
  readonly depth: number
}

export function growForest(
  rows: Rows,
  events: ArrayLike<number>,
  settings: TreeSettings,
  random: () => number,
): Forest {
  const edges = edgesOf(rows, settings.bins)
  const binned = bin(rows, edges)
  const score = Float64Array.from(rows.offset)
  const gradient = new Float64Array(rows.length)
  const hessian = new Float64Array(rows.length)
  const trees: Tree[] = []
  for (let round = 0; round < settings.trees; round++) {
    for (let row = 0; row < rows.length; row++) {
      const expected = Math.exp(score[row] as number)
      const seen = settings.rows >= 1 || random() < settings.rows
      gradient[row] = seen ? expected - (events[row] as number) : 0
      hessian[row] = seen ? expected : 0
    }
    const { tree, leafOf } = growTree(
      { binned, gradient, hessian, features: rows.features, bins: settings.bins },
      settings,
    )
    trees.push(tree)
    for (let row = 0; row < rows.length; row++)
      score[row] = (score[row] as number) + (tree.leaf[leafOf[row] as number] as number)
  }
  return { edges, trees, depth: settings.depth }
}

/** The expected events of each row. */
export function expectedBy({ edges, trees, depth }: Forest, rows: Rows): Float64Array {
  const binned = bin(rows, edges)
  const firstLeaf = 2 ** depth - 1
  return Float64Array.from(rows.offset, (offset, row) => {
    let score = offset
    for (const { feature, cut, leaf } of trees) {
      let node = 0
      while (node < firstLeaf) {
        const goesRight = (binned[row * rows.features + (feature[node] as number)] as number) > (cut[node] as number)
        node = 2 * node + (goesRight ? 2 : 1)
      }
      score += leaf[node - firstLeaf] as number
    }
    return Math.exp(score)
  })
}

/** Where each feature is cut: evenly by rank of its distinct values, from at most some thousands of the rows. */
function edgesOf({ length, features, values }: Rows, bins: number): Float32Array[] {
  const step = Math.max(1, Math.floor(length / 8192))
  return Array.from({ length: features }, (_, feature) => {
    const seen: number[] = []
    for (let row = 0; row < length; row += step) {
      const value = values[row * features + feature] as number
      if (!Number.isNaN(value)) seen.push(value)
    }
    const distinct = [...new Set(Float32Array.from(seen).sort())]
    // Bin 0 is for what is not known; the last bin is above the last edge.
    const cuts = Math.min(bins - 2, distinct.length - 1)
    return Float32Array.from({ length: Math.max(0, cuts) }, (_, at) => {
      const place = Math.floor(((at + 1) * distinct.length) / (cuts + 1))
      return ((distinct[place - 1] as number) + (distinct[place] as number)) / 2
    })
  })
}

function bin({ length, features, values }: Rows, edges: readonly Float32Array[]): Uint8Array {
  const binned = new Uint8Array(length * features)
  for (let feature = 0; feature < features; feature++) {
    const cuts = edges[feature] as Float32Array
    for (let at = feature; at < binned.length; at += features) {
      const value = values[at] as number
      if (Number.isNaN(value)) continue
      let [low, high] = [0, cuts.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((cuts[middle] as number) < value) low = middle + 1
        else high = middle
      }
      binned[at] = low + 1
    }
  }
  return binned
}

type Data = {
  readonly binned: Uint8Array
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  readonly features: number
  readonly bins: number
}

/** Grows level by level. `leafOf` says in which leaf each row came to lie. */
function growTree(data: Data, settings: TreeSettings): { tree: Tree; leafOf: Int32Array } {
  const { depth } = settings
  const inner = 2 ** depth - 1
  // A node that is not split sends everything left: no bin is above 255.
  const tree = {
    feature: new Int32Array(inner),
    cut: new Uint8Array(inner).fill(255),
    leaf: new Float64Array(2 ** depth),
  }
  const nodeOf = new Int32Array(data.gradient.length)
  let above: Float64Array | undefined
  for (let level = 0; level < depth; level++) {
    const sums = sumsOf(data, nodeOf, level, above)
    splitLevel(sums, tree, level, data, settings)
    descend(data, tree, nodeOf, level)
    above = sums
  }
  const totals = new Float64Array(2 ** (depth + 1))
  for (let row = 0; row < nodeOf.length; row++) {
    const at = 2 * (nodeOf[row] as number)
    totals[at] = (totals[at] as number) + (data.gradient[row] as number)
    totals[at + 1] = (totals[at + 1] as number) + (data.hessian[row] as number)
  }
  for (let leaf = 0; leaf < tree.leaf.length; leaf++) {
    const [g, h] = [totals[2 * leaf] as number, totals[2 * leaf + 1] as number]
    tree.leaf[leaf] = settings.rate * Math.max(-1, Math.min(1, -g / (h + settings.ridge)))
  }
  return { tree, leafOf: nodeOf }
}

/**
 * Gradient and hessian by node of this level, feature and bin. Of two sisters only the left one is added up; the right one is what
 * their mother had without her.
 */
function sumsOf(data: Data, nodeOf: Int32Array, level: number, above: Float64Array | undefined): Float64Array {
  const { binned, gradient, hessian, features, bins } = data
  const wide = features * bins * 2
  const sums = new Float64Array(2 ** level * wide)
  for (let row = 0; row < nodeOf.length; row++) {
    const node = nodeOf[row] as number
    const h = hessian[row] as number
    if (h === 0 || (above && node % 2 === 1)) continue
    const g = gradient[row] as number
    const from = row * features
    let at = node * wide
    for (let feature = 0; feature < features; feature++, at += 2 * bins) {
      const place = at + 2 * (binned[from + feature] as number)
      sums[place] = (sums[place] as number) + g
      sums[place + 1] = (sums[place + 1] as number) + h
    }
  }
  if (above)
    for (let node = 1; node < 2 ** level; node += 2)
      for (let at = 0; at < wide; at++)
        sums[node * wide + at] = (above[(node >> 1) * wide + at] as number) - (sums[(node - 1) * wide + at] as number)
  return sums
}

function splitLevel(
  sums: Float64Array,
  tree: Tree,
  level: number,
  { features, bins }: Data,
  settings: TreeSettings,
): void {
  const { ridge, leastInLeaf } = settings
  const wide = features * bins * 2
  const worth = (g: number, h: number) => (g * g) / (h + ridge)
  for (let node = 0; node < 2 ** level; node++) {
    const from = node * wide
    let [allG, allH] = [0, 0]
    for (let bin = 0; bin < bins; bin++) {
      allG += sums[from + 2 * bin] as number
      allH += sums[from + 2 * bin + 1] as number
    }
    let best = worth(allG, allH) + 1e-9
    for (let feature = 0; feature < features; feature++) {
      let [g, h] = [0, 0]
      for (let bin = 0; bin < bins - 1; bin++) {
        const at = from + 2 * (feature * bins + bin)
        g += sums[at] as number
        h += sums[at + 1] as number
        if (h < leastInLeaf) continue
        if (allH - h < leastInLeaf) break
        const gain = worth(g, h) + worth(allG - g, allH - h)
        if (gain <= best) continue
        best = gain
        tree.feature[2 ** level - 1 + node] = feature
        tree.cut[2 ** level - 1 + node] = bin
      }
    }
  }
}

function descend({ binned, features }: Data, { feature, cut }: Tree, nodeOf: Int32Array, level: number): void {
  const first = 2 ** level - 1
  for (let row = 0; row < nodeOf.length; row++) {
    const node = nodeOf[row] as number
    const value = binned[row * features + (feature[first + node] as number)] as number
    nodeOf[row] = 2 * node + (value > (cut[first + node] as number) ? 1 : 0)
  }
}
