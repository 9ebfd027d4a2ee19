import type { Chance } from '../../simulators/city/chance.ts'
import { slips } from './rates.ts'

const digits = [...'0123456789']

/** One digit of it is another one. */
function wrongDigit(chance: Chance, text: string, first = 0): string {
  const at = chance.whole(first, text.length - 1)
  return text.slice(0, at) + chance.one(digits.filter((one) => one !== text[at])) + text.slice(at + 1)
}

/** Two neighbours changed places: most are noticed by the check digit, 09 and 90 are not. */
function swapped(chance: Chance, text: string, first = 0): string {
  const at = chance.whole(first, text.length - 2)
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
}

function without(chance: Chance, text: string): string {
  const at = chance.whole(0, text.length - 1)
  return text.slice(0, at) + text.slice(at + 1)
}

function doubled(chance: Chance, text: string): string {
  const at = chance.whole(0, text.length - 1)
  return text.slice(0, at + 1) + text.slice(at)
}

/** An IMEI as somebody types it with a slip, and of what sort that is. */
export function imeiWithSlip(chance: Chance, imei: string): { readonly typed: string; readonly slip: string } {
  const slip = chance.weighted(slips)
  const made = {
    'a digit wrong': () => wrongDigit(chance, imei),
    'two neighbours changed over': () => swapped(chance, imei),
    'a digit left out': () => without(chance, imei),
    'a digit too many': () => doubled(chance, imei),
    'two digits wrong': () => wrongDigit(chance, wrongDigit(chance, imei)),
  }
  return { slip, typed: made[slip]() }
}

/** A number with a slip; what stands before the subscriber's own nine digits is right. */
export const lineWithSlip = (chance: Chance, line: string) =>
  chance.happens(0.2) ? swapped(chance, line, 4) : wrongDigit(chance, line, 4)
