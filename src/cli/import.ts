import type { AddCommand } from '#platform/cli'
import type { importBlocklistFile } from './import/import-blocklist-file.ts'

type BlocklistImport = Parameters<typeof importBlocklistFile>[1]

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
  group
    .command('blocklist')
    .description('handsets that another register blocks: a CSV or NDJSON file (or .gz of it)')
    .argument(
      '<file>',
      'the file; given again after a stop it goes on, after another list of the source it counts again',
    )
    .requiredOption(
      '--layout <layout>',
      'gsma (imei,date,reason,action…), dirbs (imei,reporting_date,status…) or ndjson',
    )
    .requiredOption(
      '--source <name>',
      'whose list it is, in lower case: what it says later replaces what it said before',
    )
    .option('--whole', 'this is its whole list: what it no longer names is taken off (default: additions and changes)')
    .option('--force', 'take a whole list although it takes off more than 100 handsets and a tenth of all it had')
    .option('--network-form', 'its numbers come from networks: a 15th digit is no check digit')
    .option('--rejected <file>', 'where to write rejected rows, one JSON line each (default: standard error)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nA row that cannot be taken is named with its line and reason, and the rest is still read. Exit 1 when there were such.' +
        '\nA whole list that would take off more than 100 handsets and more than a tenth of what its source has on the list is not' +
        '\ntaken: exit 3, unless --force is given.',
    )
    .action(async (file: string, options: BlocklistImport) => {
      const { importBlocklistFile } = await import('./import/import-blocklist-file.ts')
      process.exitCode = await importBlocklistFile(file, options, cli)
    })
  group
    .command('deprivation')
    .description('deciles of deprivation by LSOA of 2021, for the figure of patrols: CSV with lsoa,decile (or .gz)')
    .argument('<file>', 'the CSV file; 1 is the most deprived. It takes the place of the list before')
    .action(async (file: string) => {
      const { importDeprivationFile } = await import('./import/import-deprivation-file.ts')
      process.exitCode = await importDeprivationFile(file, cli)
    })
  for (const [layout, description] of Object.entries(crimes) as [keyof typeof crimes, string][])
    addCrimes(group, layout, description, cli)
}

const crimes = {
  'police-uk': "monthly street files of a force in data.police.uk's own layout (CSV, or .gz of it), or folders of them",
  'theft-points': 'thefts by month and published point: CSV with month,longitude,latitude,borough,thefts (or .gz)',
} as const

function addCrimes(
  group: Parameters<AddCommand>[0],
  layout: keyof typeof crimes,
  description: string,
  cli: Parameters<AddCommand>[1],
): void {
  group
    .command(layout)
    .description(description)
    .argument(
      '<file...>',
      layout === 'police-uk' ? 'the files; a folder stands for every -street.csv in it' : 'the files',
    )
    .option('--rejected <file>', 'where to write rejected rows, one JSON line each (default: standard error)')
    .option('--json', 'print one JSON object a file')
    .addHelpText(
      'after',
      '\nA row that cannot be taken is named with its line and reason, and the rest is still read.' +
        (layout === 'police-uk'
          ? '\nThe hotspots of published thefts show each month of which the Metropolitan Police\u2019s file was read. They never' +
            '\nmix with reports to Ringback: published points are moved to a street\u2019s middle, reports are exact.'
          : ''),
    )
    .action(async (files: string[], options: { json?: boolean; rejected?: string }) => {
      const { importCrimeFiles } = await import('./import/import-crime-files.ts')
      process.exitCode = await importCrimeFiles(files, layout, options, cli)
    })
}

export default addImport
