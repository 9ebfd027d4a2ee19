import type { Report, Result } from './run.ts'

const words = { pass: 'PASS', fail: 'FAIL', untried: '-' } as const
const idWidth = 24

/** One check as a person reads it: a line, and below it what there is to know when it did not pass. */
export function row({ check, verdict, seen }: Result): string {
  const line = `${words[verdict].padEnd(6)}${check.id.padEnd(idWidth)}${check.says}\n`
  const more =
    verdict === 'fail'
      ? { seen, tried: check.probe, mend: check.mend, contract: check.clause }
      : verdict === 'untried'
        ? { 'not tried': seen }
        : {}
  return (
    line +
    Object.entries(more)
      .map(([name, text]) => `${' '.repeat(6)}${`${name}:`.padEnd(idWidth)}${text}\n`)
      .join('')
  )
}

/** One check as a program reads it: a line of JSON. */
export function ndjson({ check, verdict, seen, ms }: Result): string {
  const { id, says, clause, probe, mend } = check
  return `${JSON.stringify({ id, verdict, seen, says, clause, probe, ...(verdict === 'fail' && { mend }), ms: Math.round(ms) })}\n`
}

export const failedIn = ({ results }: Report): readonly Result[] => results.filter(({ verdict }) => verdict === 'fail')

/** The last line. */
export function summary(report: Report): string {
  const { results, calls, ms, isStopped } = report
  const [pass, untried] = (['pass', 'untried'] as const).map(
    (one) => results.filter(({ verdict }) => verdict === one).length,
  )
  const failed = failedIn(report)
  const verdict = isStopped
    ? 'Stopped before the end: no verdict.'
    : failed.length > 0
      ? `Does not meet the contract: ${failed.map(({ check }) => check.id).join(', ')}.`
      : untried === 0
        ? 'Meets the contract.'
        : 'Meets the contract as far as it was tried.'
  return `\n${verdict} ${pass} passed, ${failed.length} failed, ${untried} not tried; ${calls} calls in ${(ms / 1000).toFixed(1)} s.\n`
}
