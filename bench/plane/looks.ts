import { median, quantile } from '../frame.ts'

/** What looking up costs: `p50Ns` and `p99Ns` are of a look-up's share in a hundred, because a clock is slower than one. */
export type Looks = {
  readonly perSecond: number
  readonly meanNs: number
  readonly p50Ns: number
  readonly p99Ns: number
  readonly found: number
}

const BATCH = 100
const rounds = 5

/** Looks all questions up six times; the first is warm-up; of the others the median is told. */
export function timeLooks(look: (question: number) => number, questions: number): Looks {
  pass(look, questions)
  const passes = Array.from({ length: rounds }, () => pass(look, questions))
  const of = (value: (one: Looks) => number) => median(passes.map(value))
  return {
    perSecond: of(({ perSecond }) => perSecond),
    meanNs: of(({ meanNs }) => meanNs),
    p50Ns: of(({ p50Ns }) => p50Ns),
    p99Ns: of(({ p99Ns }) => p99Ns),
    found: passes[0]?.found ?? 0,
  }
}

function pass(look: (question: number) => number, questions: number): Looks {
  const batches: number[] = []
  let found = 0
  const began = performance.now()
  for (let start = 0, last = began; start < questions; start += BATCH) {
    const end = Math.min(start + BATCH, questions)
    for (let at = start; at < end; at++) if (look(at) !== 0) found++
    const now = performance.now()
    batches.push(((now - last) * 1e6) / (end - start))
    last = now
  }
  const ms = performance.now() - began
  return {
    perSecond: (questions / ms) * 1000,
    meanNs: (ms * 1e6) / questions,
    p50Ns: quantile(batches, 0.5),
    p99Ns: quantile(batches, 0.99),
    found,
  }
}
