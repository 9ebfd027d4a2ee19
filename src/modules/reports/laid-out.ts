import { setTimeout as pause } from 'node:timers/promises'
import type { Tools } from '#ledger'
import { isLayingOut, type StopTables } from '#modules/response/public'

const lookAgainMs = 20
const longestMs = 3_000

/** Waits until nothing that a case owes is still to be laid out: then its actions are all there are. */
export async function laidOut<Tables extends StopTables>(theft: string, { db }: Tools<Tables>): Promise<void> {
  for (let waited = 0; await isLayingOut(db as never, theft); waited += lookAgainMs) {
    if (waited >= longestMs) throw new Error('The stops of this case are not laid out yet; the undo is tried again.')
    await pause(lookAgainMs)
  }
}

/** An undo that was refused is tried again, unless there was nothing to undo. */
export function mustBe(outcome: { readonly ok: true } | { readonly ok: false; readonly refused: string }): void {
  if (!outcome.ok && outcome.refused !== 'nothing-to-undo')
    throw new Error(`The stops of a case were not undone: ${outcome.refused}.`)
}
