import type { NewEvent } from '#ledger'
import { ActionAcknowledged } from '../events/action-acknowledged.ts'
import { ActionCancelled } from '../events/action-cancelled.ts'
import { ActionDead } from '../events/action-dead.ts'
import { ActionLapsed } from '../events/action-lapsed.ts'
import { ActionNotSent } from '../events/action-not-sent.ts'
import { ActionRefused } from '../events/action-refused.ts'
import type { Outcome } from '../outcome.ts'
import type { Receipt, Verdict } from '../receipts.ts'
import { backOffMs } from './back-off.ts'
import type { Owed } from './claim.ts'

/** How an action ended: its last state, the fact to record, and the partner's receipt where there is one. */
export type Answer = {
  readonly action: Owed
  readonly state: 'acknowledged' | 'refused' | 'cancelled' | 'lapsed' | 'not-sent' | 'dead'
  readonly event: NewEvent
  readonly error?: string
  readonly receipt?: Receipt
}

/** Not ended: looked at again after `waitMs`, or only by signal. A strike is an answer that cannot be believed. */
export type Later = {
  readonly action: Owed
  readonly waitMs: number | 'signal'
  readonly error: string | null
  readonly strike: 0 | 1
  /** The partner has it and will do it later. */
  readonly taken?: boolean
}

export type Settlement = Answer | Later
export const isAnswer = (settlement: Settlement): settlement is Answer => 'event' in settlement

/**
 * What a call came to, beyond what connectors say: `impossible` is a kind that the contract does not have or an input that
 * is no good, `fault` is that our own side threw.
 */
export type Result = Outcome | { readonly outcome: 'impossible' | 'fault'; readonly why: string }

const mostStrikes = 12
const longestTryMs = 7 * 24 * 3_600_000
const backOff = { firstMs: 250, mostMs: 30_000 }

/**
 * What a call came to for its action. Pure. Only a valid receipt ends an action as acknowledged or refused, and it is the
 * receipt's word that counts, not the status of the answer that brought it.
 */
export function settle(
  action: Owed,
  result: Result,
  verdict: Verdict | undefined,
  nowMs: number,
  random: () => number,
): Settlement {
  if (verdict?.ok) return receipted(action, verdict.receipt)
  switch (result.outcome) {
    case 'impossible':
      return dead(action, result.why)
    case 'fault':
      return again(action, jitter(action, random), result.why, 1, nowMs)
    case 'not-sent':
      return { action, state: 'not-sent', event: ActionNotSent.of(about(action)) }
    case 'pending':
      return action.standing
        ? { action, waitMs: 'signal', error: null, strike: 0 }
        : { ...again(action, result.afterSeconds * 1000, 'taken, not done yet', 0, nowMs), taken: true }
    case 'retry':
      return again(action, result.afterSeconds * 1000 + jitter(action, random), result.why, 0, nowMs)
    default: {
      const why = `receipt-invalid: ${verdict?.fault ?? 'missing'} (${codeOf(result)})`
      return again(action, jitter(action, random), why, 1, nowMs)
    }
  }
}

/** Ended without a call: its end has passed, or its undo came first. */
export function ended(action: Owed, fate: 'lapsed' | 'withdrawn' | 'moot'): Answer {
  const data = { ...about(action), heard: action.attempts > 0 }
  if (fate === 'lapsed') return { action, state: 'lapsed', event: ActionLapsed.of(data) }
  return { action, state: 'cancelled', event: ActionCancelled.of(data) }
}

/** Ended by the partner's signed word, however that reached us. */
export function receipted(action: Owed, receipt: Receipt): Answer {
  const fact = {
    ...about(action),
    ...(action.tryingSince !== null && { sent: new Date(action.tryingSince).toISOString() }),
    at: new Date(receipt.at).toISOString(),
    ...(receipt.kid !== undefined && { kid: receipt.kid }),
  }
  if (receipt.outcome === 'acknowledged') {
    const { answer, awaited } = receipt
    const event = ActionAcknowledged.of({ ...fact, ...(answer && { answer }), ...(awaited && { awaited }) })
    return { action, state: 'acknowledged', event, receipt }
  }
  const code = receipt.code ?? 'refused'
  return { action, state: 'refused', event: ActionRefused.of({ ...fact, code }), error: code, receipt }
}

export const about = ({ id, partner, kind, stream }: Owed) => ({ action: id, partner, kind, owedBy: stream })

const codeOf = (result: Result) => (result.outcome === 'rejected' ? result.code : result.outcome)
const jitter = (action: Owed, random: () => number) => backOffMs(action.attempts, backOff, random)

function dead(action: Owed, why: string): Answer {
  return {
    action,
    state: 'dead',
    event: ActionDead.of({ ...about(action), attempts: action.attempts }),
    error: why,
  }
}

function again(action: Owed, waitMs: number, why: string, strike: 0 | 1, nowMs: number): Settlement {
  if (action.strikes + strike >= mostStrikes) return dead(action, why)
  if (action.tryingSince !== null && !action.standing && nowMs - action.tryingSince > longestTryMs)
    return dead(action, why)
  return { action, waitMs, error: why, strike }
}
