import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'
import { decide, type Rules } from '../decide.ts'
import { type Answer, answers, badQuery, noSuchPath, targetTooLong, wrongMethod } from './answers.ts'
import { noHandset } from './pei.ts'
import { type Ask, readQuery } from './read-query.ts'

const path = '/n5g-eir-eic/v1/equipment-status'

/** Far beyond the longest right one: a PEI, a SUPI and a GPSI of 253 characters each, percent-encoded. */
const longestTarget = 4096

export type Told = {
  readonly rules: Rules
  /** A tracked or blocked handset asked for service. Must not wait. */
  readonly onAttempt: (key: KeyNumber, status: StatusCode) => void
}

/** Which answer a request gets, by its method and target alone: the same over HTTP/1.1 and HTTP/2. */
export type AnswerTarget = (method: string, target: string) => Answer

/** N5g-eir_EquipmentIdentityCheck (TS 29.511). An answer takes no memory but the subscriber's name, when one is given. */
export function openAnswers({ rules, onAttempt }: Told): AnswerTarget {
  const ask: Ask = { key: noHandset, supi: '' }

  return (method, asked) => {
    const target = asked.startsWith('/') ? asked : pathOf(asked)
    if (target.length > longestTarget) return targetTooLong
    if (!isOurs(target)) return noSuchPath
    if (method !== 'GET' && method !== 'HEAD') return wrongMethod
    const fault = readQuery(target, path.length + 1, ask)
    if (fault !== undefined) return badQuery[fault]
    if (ask.key === noHandset) return answers[rules.unknown]
    const status = decide(ask.key, ask.supi, rules)
    if (status > 1) onAttempt(ask.key, status)
    return answers[status]
  }
}

const isOurs = (target: string) =>
  target.startsWith(path) && (target.length === path.length || target.charAt(path.length) === '?')

/** A target with scheme and authority, as a client that takes us for a proxy sends it (RFC 9112 section 3.2.2). */
function pathOf(target: string): string {
  const authority = target.indexOf('://')
  const from = authority < 0 ? -1 : target.indexOf('/', authority + 3)
  return from < 0 ? '' : target.slice(from)
}
