import type { AddCommand } from '#platform/cli'
import type { exportBlocklistTo } from './export/export-blocklist-to.ts'

/** `ringback export`: what others need to check us by. */
const addExport: AddCommand = (program, cli) => {
  const group = program.command('export').description('write out what others check us by')
  group
    .command('measures')
    .description('the facts and the figures that ringback verify --measures counts again')
    .argument('<file>', 'where to write (NDJSON); - for standard output')
    .addHelpText(
      'after',
      '\nIt holds no personal data, but one line a theft with its time: it is for auditors, not for publication.',
    )
    .action(async (file: string) => {
      const { exportMeasuresTo } = await import('./export/export-measures-to.ts')
      process.exitCode = await exportMeasuresTo(file, cli)
    })
  group
    .command('blocklist')
    .description('the handsets that networks should refuse, for an operator that reads files')
    .argument('<file>', 'where to write; - for standard output')
    .requiredOption('--operator <slug>', 'for whom: it is written down that they were given it')
    .requiredOption('--layout <layout>', 'gsma, dirbs or ndjson')
    .option(
      '--since <number>',
      'only what changed after this number, as the last export told it (default: the whole list)',
    )
    .option('--json', 'print one JSON object when done, on standard error')
    .addHelpText(
      'after',
      '\nDIRBS has no column for an end: only blocks without one are in its layout. Names the number to go on from when done.',
    )
    .action(async (file: string, options: BlocklistExport) => {
      const { exportBlocklistTo } = await import('./export/export-blocklist-to.ts')
      process.exitCode = await exportBlocklistTo(file, options, cli)
    })
}

type BlocklistExport = Parameters<typeof exportBlocklistTo>[1]

export default addExport
