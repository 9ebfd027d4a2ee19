import type { KeyNumber } from './plane/status.ts'

// Factory default of many trackers and unbranded handsets, met in their manuals as the sample number.
const FACTORY_DEFAULT = '13579024681122'

/**
 * True for a number that thousands of handsets may carry at once: blocking it would strike strangers.
 * Test TACs begin 00 or 02 to 09 (GSMA TS.06 annex A; 01 is a real reporting body).
 */
export function isDummy(key: string): boolean {
  return /^0[02-9]/.test(key) || /^(.)\1+$/.test(key) || countsUpOrDown(key) || key === FACTORY_DEFAULT
}

function countsUpOrDown(key: string): boolean {
  const steps = [...key.slice(1)].map((digit, at) => (Number(digit) - Number(key[at]) + 10) % 10)
  return steps.every((step) => step === 1) || steps.every((step) => step === 9)
}

/** The same of a key that is a number: asked for each answer of an EIR, so it makes no text of it. */
export function isDummyNumber(key: KeyNumber): boolean {
  return key < 1e12 || (key >= 2e12 && key < 1e13) || singleDummies.has(key)
}

// Each digit repeated, counting up and counting down.
const singleDummies: ReadonlySet<KeyNumber> = new Set([
  Number(FACTORY_DEFAULT),
  ...[0, 1, 9].flatMap((step) => Array.from({ length: 10 }, (_, first) => series(first, step))),
])

function series(first: number, step: number): KeyNumber {
  return Number(Array.from({ length: 14 }, (_, at) => (first + step * at) % 10).join(''))
}
