import type { ImeiReview } from '#modules/register/public'
import { type Cli, exitCodes } from '#platform/cli'
import { lendDatabase } from '#platform/lend-database'

const mostLines = 10_000

/** Prints the streams due by a date (ISO, default now), one a line. Returns the exit code. */
export async function listDue(by: string | undefined, json: boolean, cli: Cli): Promise<number> {
  const until = new Date(by ?? Date.now())
  if (Number.isNaN(until.getTime())) {
    process.stderr.write('Write the date like 2026-12-31.\n')
    return exitCodes.usedWrongly
  }
  return lendDatabase<ImeiReview>(cli, { command: 'review' }, async ({ kysely }) => {
    const due = await kysely
      .selectFrom('imei_review')
      .selectAll()
      .where('review_by', '<=', until.toISOString())
      .orderBy('review_by')
      .limit(mostLines)
      .execute()
    for (const row of due) process.stdout.write(json ? `${JSON.stringify(row)}\n` : `${row.review_by}  ${row.stream}\n`)
    if (due.length === 0) process.stderr.write('Nothing is due.\n')
    return exitCodes.good
  })
}
