import type { Pairing } from '#lib/feed/exceptions'
import { simMark } from '#lib/feed/sim-mark'
import type { KeyNumber } from '#lib/imei/plane/status'
import { keyText } from '../key-number.ts'

/** Marks of the SIMs that may use a handset, by its key. Plain data: it can be posted to a thread. */
export type PairingTable = ReadonlyMap<KeyNumber, readonly string[]>

/** What holds at a moment. */
export function pairingTable(pairings: Iterable<Pairing>, at: number): PairingTable {
  const table = new Map<KeyNumber, string[]>()
  for (const { key, mark, until } of pairings)
    if (until === undefined || at < until) table.set(Number(key), [...(table.get(Number(key)) ?? []), mark])
  return table
}

/** Whether a SIM may use a handset. Without the operator's key, and for a SIM that is not named, none may. */
export function isPairedIn(table: PairingTable, pairingKey: string | undefined, key: KeyNumber, supi: string): boolean {
  const marks = table.get(key)
  return (
    marks !== undefined &&
    pairingKey !== undefined &&
    supi !== '' &&
    marks.includes(simMark(pairingKey, keyText(key), supi))
  )
}
