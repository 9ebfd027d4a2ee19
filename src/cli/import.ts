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
  const crimes = {
    'police-uk': "monthly street files of a force in data.police.uk's own layout (CSV, or .gz of it)",
    'theft-points': 'thefts by month and published point: CSV with month,longitude,latitude,borough,thefts (or .gz)',
  } as const
  for (const [layout, description] of Object.entries(crimes) as [keyof typeof crimes, string][])
    group
      .command(layout)
      .description(description)
      .argument('<file...>', 'the files')
      .option('--rejected <file>', 'where to write rejected rows, one JSON line each (default: standard error)')
      .option('--json', 'print one JSON object a file')
      .addHelpText(
        'after',
        '\nA row that cannot be taken is named with its line and reason, and the rest is still read.',
      )
      .action(async (files: string[], options: { json?: boolean; rejected?: string }) => {
        const { importCrimeFiles } = await import('./import/import-crime-files.ts')
        process.exitCode = await importCrimeFiles(files, layout, options, cli)
      })
}

export default addImport
