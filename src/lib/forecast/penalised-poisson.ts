/**
 * Poisson regression with identity link, weights of no less than nothing that add up to one, and a penalty that pulls them to
 * where we began: expected events of a place = level × Σ weight × share of the place in that component. Each component is a
 * spread of all events over the places (decayed counts of several half-lives, neighbours, everywhere alike), so the floor is one
 * of the answers it can give. The penalty is a Dirichlet prior; the fit is by expectation and maximisation, which never
 * makes it worse and has one end (Dempster, Laird and Rubin 1977; the log-likelihood is concave in the weights).
 */
export type Sample = {
  /** Places × components, row after row: shares. */
  readonly shares: Float64Array
  readonly events: Float64Array
}

export type MixtureSettings = {
  /** What is believed without data; adds up to one. */
  readonly prior: readonly number[]
  /** How many events that belief is worth. */
  readonly penalty: number
  readonly steps: number
}

export function mixtureOf(samples: readonly Sample[], { prior, penalty, steps }: MixtureSettings): Float64Array {
  const parts = prior.length
  const weights = Float64Array.from(prior)
  const owed = new Float64Array(parts)
  // Where nothing happened says nothing about the weights: the shares add up to one whatever they are.
  const { shares, events } = withEvents(samples, parts)
  for (let step = 0; step < steps; step++) {
    for (let part = 0; part < parts; part++) owed[part] = penalty * (prior[part] as number)
    let all = penalty
    for (let row = 0; row < events.length; row++) {
      const n = events[row] as number
      const expected = mixed(shares, row, weights)
      if (expected === 0) continue
      all += n
      for (let part = 0; part < parts; part++)
        owed[part] =
          (owed[part] as number) + (n * (weights[part] as number) * (shares[row * parts + part] as number)) / expected
    }
    let moved = 0
    for (let part = 0; part < parts; part++) {
      const weight = (owed[part] as number) / all
      moved = Math.max(moved, Math.abs(weight - (weights[part] as number)))
      weights[part] = weight
    }
    if (moved < 1e-6) break
  }
  return weights
}

function withEvents(samples: readonly Sample[], parts: number): Sample {
  const size = samples.reduce((sum, { events }) => sum + events.reduce((all, n) => all + (n > 0 ? 1 : 0), 0), 0)
  const kept = { shares: new Float64Array(size * parts), events: new Float64Array(size) }
  let at = 0
  for (const { shares, events } of samples)
    for (let row = 0; row < events.length; row++) {
      if (events[row] === 0) continue
      kept.events[at] = events[row] as number
      kept.shares.set(shares.subarray(row * parts, (row + 1) * parts), parts * at++)
    }
  return kept
}

/** The share of all events that a place is expected to have. */
export function mixed(shares: Float64Array, row: number, weights: Float64Array): number {
  let sum = 0
  for (let part = 0; part < weights.length; part++)
    sum += (weights[part] as number) * (shares[row * weights.length + part] as number)
  return sum
}
