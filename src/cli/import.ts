import type { AddCommand } from '#platform/cli'
import type { importBlocklistFile } from './import/import-blocklist-file.ts'
import type { TheftOptions } from './import/import-thefts.ts'
import { columnOptions, mapsHelp } from './points/columns.ts'

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
    .description('deciles of deprivation by LSOA of 2021, for the figure of patrols: CSV (or .gz)')
    .argument('<file>', 'the CSV file; 1 is the most deprived. It takes the place of the list before')
    .option('--lsoa <column>', 'what the list calls its LSOAs', 'lsoa')
    .option('--decile <column>', 'what it calls its deciles', 'decile')
    .action(async (file: string, columns: { lsoa: string; decile: string }) => {
      const { importDeprivationFile } = await import('./import/import-deprivation-file.ts')
      process.exitCode = await importDeprivationFile(file, columns, cli)
    })
  for (const [layout, description] of Object.entries(crimes) as [keyof typeof crimes, string][])
    addCrimes(group, layout, description, cli)
  addThefts(group, cli)
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

const addThefts: AddCommand = (group, cli) => {
  const command = group
    .command('thefts')
    .description("a force's own lists of thefts: CSV (or .gz of it), a row a theft, with columns that you name")
    .argument('<file...>', 'the files; a folder stands for every -street.csv in it')
  columnOptions(command)
    .option('--rejected <file>', 'where to write rows that were left out, one JSON line each (default: standard error)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', theftsHelp)
    .action(async (files: string[], options: TheftOptions) => {
      const { importThefts } = await import('./import/import-thefts.ts')
      process.exitCode = await importThefts(files, options, cli)
    })
}

const theftsHelp = `
  ringback import thefts 2026.csv --date occ_date --day-first --x easting --y northing
  ringback import thefts london.csv.gz --lon X --lat Y --where "Crime type=Theft from the person"
With --x and --y the map is the British National Grid, unless --epsg or --proj names another.
${mapsHelp}

They are added up by month and square of 150 metres. No exact place is kept. They show among the published thefts, so read in
only what may be published. A month of a borough takes the place of what stood there for it, of street files too: give all its
files at once. The other boroughs of that month stay.

A row that cannot be taken is named with its line, why, and what to do; the rest is still read. When a file cannot be read,
nothing of any is written. Exit codes: 0 all was taken; 1 rows were left out; 2 used wrongly; 3 a file cannot be read, or what
was written could not be recorded: it says which.`

export default addImport
