import { NotTried } from './finding.ts'
import { type Receipt, receiptIn, takeApart } from './receipt.ts'
import { type Answer, field, retryAfterMs } from './wire.ts'

/** It wants to be left alone for a while, and says so: no word on what was sent. */
export const isBusy = (answer: Answer) =>
  answer.status === 429 || (answer.status === 503 && retryAfterMs(answer) !== undefined)
export const leftAlone = ({ call, status }: Answer) => `${call}: it wants to be left alone (${status})`

/** An order that is not answered for good yet. */
export const isOpen = ({ status, failed }: Answer) =>
  status === 202 || status === 429 || status >= 500 || (failed !== undefined && failed !== 'larger than 64 KB')

/** 200 done, 409 already so. */
export const isAcknowledged = ({ status }: Answer): boolean => status === 200 || status === 409

/** It was not done and will not be. */
export const isRefusal = ({ status }: Answer): boolean =>
  status >= 400 && status < 500 && status !== 409 && status !== 429

/** The answer, when there is a whole one that is no redirect; else the check cannot go on, and another one is about that. */
export function whole(answer: Answer): Answer {
  const { call, failed, status } = answer
  if (failed) throw new NotTried(`${call}: no whole answer (${failed})`)
  if (status >= 300 && status < 400) throw new NotTried(`${call} was answered with a redirect (${status})`)
  return answer
}

/** The receipt in an answer, taken apart. What is wrong with its form is told by the checks on receipts. */
export function receiptOf(answer: Answer): Receipt {
  const receipt = takeApart(receiptIn(answer.json) ?? '')
  if (!receipt) throw new NotTried(`${answer.call}: the answer holds no receipt that can be read`)
  return receipt
}

/** What was answered, short: nothing of the body but its code. */
export function inWords({ status, json }: Answer): string {
  const code = field(json, 'code')
  return `${status}${typeof code === 'string' && /^\w{1,40}$/.test(code) ? ` ${code}` : ''}`
}

export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
