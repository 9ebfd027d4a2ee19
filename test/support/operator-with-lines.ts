import assert from 'node:assert/strict'
import type { Place, Running } from '../../simulators/frame.ts'
import { startOperators } from '../../simulators/operators.ts'

type Line = {
  readonly line: string
  readonly imeis?: readonly string[]
  readonly ported?: string
  readonly since?: string
}

/** A pretend operator for `openLoop`, and what a test says of its lines once it runs. */
export function operatorWithLines(slug: string) {
  let running: readonly Running[] = []
  return {
    start: async (place: Place) => {
      running = await startOperators(slug)(place)
      return [...running]
    },
    holds: async (...lines: readonly Line[]) => {
      const address = `${running[0]?.config.baseUrl}/_subscribers`
      const answer = await fetch(address, { method: 'POST', body: JSON.stringify(lines) })
      assert.equal(answer.status, 200, await answer.text())
    },
  }
}
