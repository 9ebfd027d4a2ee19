import type { Agent } from './agent.ts'

/** A call handler who says of a caller that never was that they have checked who it is. Their own number stands in the record. */
export const insider: Agent = {
  name: 'insider',
  share: 0.05,
  source: 'assumed: one attempt in two thousand',
  attempt: (_, { line }) => ({ knows: 'desk', tries: [{ do: 'vouch', line, afterMs: 0 }] }),
}
