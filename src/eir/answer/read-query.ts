import type { KeyNumber } from '#lib/imei/plane/status'
import { isDigits, noKey } from '../key-number.ts'
import { keyOfPei, noHandset } from './pei.ts'

/** What a query asks. One object is filled again and again, so that an answer makes none. */
export type Ask = {
  /** The handset, or `noHandset`. */
  key: KeyNumber
  /** For which subscriber; empty when it does not say. */
  supi: string
}

/** Why a query is not answered: a cause of TS 29.500 table 5.2.7.2-1, and the parameter that it is about. */
export const faults = {
  peiMissing: { cause: 'MANDATORY_QUERY_PARAM_MISSING', param: 'pei' },
  peiWrong: { cause: 'MANDATORY_QUERY_PARAM_INCORRECT', param: 'pei' },
  unknownName: { cause: 'INVALID_QUERY_PARAM', param: undefined },
  supiWrong: { cause: 'OPTIONAL_QUERY_PARAM_INCORRECT', param: 'supi' },
  gpsiWrong: { cause: 'OPTIONAL_QUERY_PARAM_INCORRECT', param: 'gpsi' },
  featuresWrong: { cause: 'OPTIONAL_QUERY_PARAM_INCORRECT', param: 'supported-features' },
} as const
export type Fault = keyof typeof faults

// A set of parameters is a small number, one bit each.
const pei = 1
const supi = 2
const gpsi = 4
const features = 8
const other = 16

// TS 29.571 clauses 5.3.2 and 5.2.2. A future kind of identity is not ours to take: it could not be matched.
const supiForm = /^(?:imsi-\d{5,15}|(?:nai|gci|gli)-.+)$/s
const gpsiForm = /^(?:msisdn-\d{5,15}|extid-[^@]+@[^@]+)$/s
const featuresForm = /^[\da-f]*$/i

/**
 * Reads the query of N5g-eir_EquipmentIdentityCheck that begins at `from` in `target` (TS 29.511 table 6.1.3.2.3.1-1), as
 * application/x-www-form-urlencoded like URLSearchParams. Says what is wrong with it; undefined when `ask` is filled.
 */
export function readQuery(target: string, from: number, ask: Ask): Fault | undefined {
  let seen = 0
  let wrong = 0
  ask.key = noHandset
  ask.supi = ''
  for (let at = from, end = 0; at < target.length; at = end + 1) {
    end = endOf(target, '&', at, target.length)
    if (end === at) continue
    const equals = endOf(target, '=', at, end)
    const name = nameOf(target, at, equals)
    // Named twice: nobody can say which one counts.
    wrong |= seen & name
    seen |= name
    if (!isRight(name, target, Math.min(equals + 1, end), end, ask)) wrong |= name
  }
  return seen === pei && wrong === 0 ? undefined : faultOf(seen, wrong)
}

/** Where `mark` stands next, or `to` when it does not stand before that. */
function endOf(text: string, mark: string, from: number, to: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 || at > to ? to : at
}

const names = new Map([
  ['pei', pei],
  ['supi', supi],
  ['gpsi', gpsi],
  ['supported-features', features],
])

function nameOf(text: string, from: number, to: number): number {
  if (to - from === 3 && text.startsWith('pei', from)) return pei
  if (to - from === 4 && text.startsWith('supi', from)) return supi
  return names.get(decoded(text, from, to)) ?? other
}

function isRight(name: number, text: string, from: number, to: number, ask: Ask): boolean {
  if (name === pei) {
    ask.key = keyOfPei(text, from, to)
    if (ask.key === noKey) ask.key = keyOfPei(decoded(text, from, to))
    return ask.key !== noKey
  }
  if (name === supi) {
    const plain = isImsi(text, from, to)
    ask.supi = plain ? text.slice(from, to) : decoded(text, from, to)
    return plain || supiForm.test(ask.supi)
  }
  const value = decoded(text, from, to)
  return name === gpsi ? gpsiForm.test(value) : name === features && featuresForm.test(value)
}

/** The usual SUPI, read where it stands. */
function isImsi(text: string, from: number, to: number): boolean {
  return to - from >= 10 && to - from <= 20 && text.startsWith('imsi-', from) && isDigits(text, from + 5, to)
}

/** Plain text is what it is; the rest is left to the platform's own reading, with all its corners. */
function decoded(text: string, from: number, to: number): string {
  const raw = text.slice(from, to)
  return raw.includes('%') || raw.includes('+') ? (new URLSearchParams(`v=${raw}`).get('v') ?? '') : raw
}

/** The first that counts of all that is wrong: what must be there, then what is not known, then what may be there. */
function faultOf(seen: number, wrong: number): Fault | undefined {
  if (!(seen & pei)) return 'peiMissing'
  if (wrong & pei) return 'peiWrong'
  if (seen & other) return 'unknownName'
  if (wrong & supi) return 'supiWrong'
  if (wrong & gpsi) return 'gpsiWrong'
  return wrong & features ? 'featuresWrong' : undefined
}
