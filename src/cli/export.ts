import type { AddCommand } from '#platform/cli'

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
}

export default addExport
