import type { RouteContext } from '#http'
import { lineOf, type StopSecretTable, stopWordOf, type WordSaid, type WrongTry } from '#modules/register/public'
import { type ReportTables, takeReport } from '#modules/reports/public'
import type { End } from './vocabulary.ts'

export type WordTables = ReportTables & StopSecretTable & WrongTry

/** Stops the phone of a number whose stop word was said by text or on a call. Acts, and tells nothing of the phone. `from`: who says it, blinded; absent where a call says nothing of its line. */
export async function stopByWord(
  context: RouteContext<WordTables>,
  said: WordSaid,
  channel: 'text' | 'voice',
  from?: string,
): Promise<End> {
  const secret = await stopWordOf(context, said, from)
  if (secret === 'wrong') return 'wrong'
  const proved =
    secret === 'unchecked'
      ? ({ line: said.line, means: 'number' } as const)
      : { line: await lineOf(context, secret), handset: secret.handset, means: secret.kind }
  const taken = await takeReport(context, { ...proved, channel, method: 'other' })
  if ('refused' in taken) return 'busy'
  return secret === 'unchecked' ? 'number-only' : 'stopped'
}
