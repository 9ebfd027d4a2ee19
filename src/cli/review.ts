import type { AddCommand } from '#platform/cli'

const addReview: AddCommand = (program, cli) => {
  program
    .command('review')
    .description('list the streams whose IMEIs a person must look at again, the longest overdue first')
    .option('--by <date>', 'due by this date, such as 2026-12-31 (default: today)')
    .option('--json', 'print one JSON object a line')
    .action(async ({ by, json }: { by?: string; json?: boolean }) => {
      const { listDue } = await import('./review/list-due.ts')
      process.exitCode = await listDue(by, Boolean(json), cli)
    })
}

export default addReview
