import { type AddCommand, exitCodes } from '#platform/cli'

const HELP = `
Each method reads one JSON object from standard input, or from the file, and writes one to standard output. Metres, days,
and grids row by row from the south-west corner. The same input and seed give the same answer. Shapes: ringback stats
METHOD --help, and docs/guide/statistics.md.

Exit codes: 0 answered; 2 the input is not what the method takes, and standard error says where; 3 the file cannot be opened.`

/** `ringback stats`: every method of src/lib/stats by hand, for an analyst with R, Python or a shell. */
const addStats: AddCommand = (program) => {
  const command = program
    .command('stats')
    .description('spatial statistics: JSON in, JSON out; without a method it lists them')
    .argument('[method]', 'which one')
    .argument('[file]', 'JSON file (default: standard input)')
    .helpOption(false) // our own, because after a method it shows that one's shapes
    .option('-h, --help', 'shows this; after a method, its shapes')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, file: string | undefined, { help }: { help?: boolean }) => {
      const { methods } = await import('./stats/parts/methods.ts')
      const { helpOf, listOf, runMethod } = await import('./stats/parts/run-method.ts')
      const all = await methods()
      const method = all.find((one) => one.name === name)
      if (name === undefined) {
        process.stdout.write(`${help ? `${command.helpInformation()}${HELP}\n\n` : ''}${listOf(all)}`)
      } else if (!method) {
        process.stderr.write(`No method is called ${name}. There are:\n${listOf(all)}`)
        process.exitCode = exitCodes.usedWrongly
      } else if (help) {
        process.stdout.write(helpOf(method))
      } else {
        process.exitCode = await runMethod(method, file)
      }
    })
}

export default addStats
