import type { AddCommand } from '#platform/cli'

const addImport: AddCommand = (program, cli) => {
  const group = program.command('import').description('read in a list that somebody else keeps')
  group
    .command('tac')
    .description('make and model by type allocation code: CSV with tac,manufacturer,model')
    .argument('<file>', 'the CSV file; - for standard input')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nEach row that cannot be taken is one JSON line on standard error, and the rest is still read.',
    )
    .action(async (file: string, options: { json?: boolean }) => {
      const { importTacFile } = await import('./import/import-tac-file.ts')
      process.exitCode = await importTacFile(file, options, cli)
    })
}

export default addImport
