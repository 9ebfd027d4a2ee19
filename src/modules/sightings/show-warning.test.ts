import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredEvent } from '#ledger'
import { eventsOf, stored } from '#ledger/testing'
import { WarningShown } from '#modules/register/events/warning-shown'
import { showWarning } from './commands/show-warning.ts'

const start = Date.parse('2026-01-01T10:00:00.000Z')
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
const shown = { case: WarningShown.sample.case, answer: 'do-not-buy' as const, to: 'buyer' as const }
type Warning = Omit<typeof WarningShown.sample, 'case'>

/** A case after these warnings were asked to be written down, at these minutes. */
function afterAsking(asked: readonly (readonly [number, Partial<Warning>])[]): StoredEvent[] {
  const kept: StoredEvent[] = []
  for (const [minutes, more] of asked) {
    const input = showWarning.input.parse({ ...shown, ...more })
    const decision = showWarning.decide(input, showWarning.state.run(kept), { now: at(minutes) })
    if (!('refused' in decision))
      kept.push(...eventsOf(decision).map((event) => stored(event, kept.length + 1, at(minutes))))
  }
  return kept
}

test('B64: a warning is written down once an hour, for each answer and for buyers and dealers apart', () => {
  const dealer = { to: 'dealer' as const }
  const wait = { answer: 'wait' as const }
  const kept = afterAsking([
    ...[[0, {}] as const, [1, {}] as const, [2, dealer] as const, [3, wait] as const],
    ...[[59, {}] as const, [60, {}] as const, [61, dealer] as const],
  ])
  assert.deepEqual(
    kept.map((event) => event.at),
    [at(0), at(2), at(3), at(60)],
  )
})

test('B64: whoever asks for weeks fills no case, and takes no warning away from a dealer', () => {
  const hourly = Array.from({ length: 1000 }, (_, hour) => [hour * 60, {}] as const)
  assert.equal(afterAsking(hourly).length, 50)
  const late = [1000 * 60, { to: 'dealer' }] as const
  assert.equal(afterAsking([...hourly, late]).length, 51)
})
