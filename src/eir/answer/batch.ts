import { type KeyNumber, statuses } from '#lib/imei/plane/status'
import { decide, type Rules } from '../decide.ts'
import { noKey } from '../key-number.ts'
import { type Answer, answerOf, problemOf } from './answers.ts'
import { keyOfPei, noHandset } from './pei.ts'

export const batchPath = '/ringback/v1/equipment-statuses'

const mostPeis = 1000
/** The longest PEI, its quotation marks, a comma and some blanks, a thousand times. */
export const mostBatchBytes = 64 * 1024

const badBatch = problemOf(400, `Send {"peis": [...]} with 1 to ${mostPeis} PEIs`)
export const batchTooLarge = problemOf(413, 'Content Too Large')
export const batchWrongMethod = problemOf(405, 'Method Not Allowed', { headers: { allow: 'POST' } })

/**
 * Answers `{"peis": [...]}` with `{"statuses": [...]}` in the same order: blocked, tracked, permitted, unknown, or invalid
 * for what is no PEI. Looking a list up is no attempt of a handset, so nothing is noted.
 */
export function answerBatch(body: string, rules: Rules): Answer {
  const peis = peisOf(body)
  if (!peis) return badBatch
  const words = peis.map((pei) => wordOf(keyOfPei(pei), rules))
  return answerOf({
    status: 200,
    type: 'application/json',
    name: 'batch',
    body: `{"statuses":["${words.join('","')}"]}`,
  })
}

function wordOf(key: KeyNumber, rules: Rules): string {
  if (key === noKey) return 'invalid'
  return statuses[key === noHandset ? rules.unknown : decide(key, '', rules)]
}

function peisOf(body: string): string[] | undefined {
  try {
    const { peis } = JSON.parse(body) as { peis?: unknown }
    if (!Array.isArray(peis) || peis.length === 0 || peis.length > mostPeis) return undefined
    return peis.every((pei) => typeof pei === 'string') ? peis : undefined
  } catch {
    return undefined // no JSON, or null
  }
}
