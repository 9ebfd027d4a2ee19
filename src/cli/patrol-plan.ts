import { text } from 'node:stream/consumers'
import { type AddCommand, exitCodes } from '#platform/cli'

const HELP = `
Reads one JSON object: cells with expected thefts, units, and how the shift runs; writes the plan of the visible units as JSON.

  cells   eastings, northings (middles, metres on the British National Grid), risk (thefts expected in the shift); and, where
          known, area (a borough's name) and lastLeft (minutes since a unit left the cell, or null). Arrays in the same order
  units   id; kmh (4.8); from [easting, northing] where its tour begins and ends (its post); covert (false)
  shift   minutes (480), dwell (12 to 15), gap (60 minutes between visits to a cell), visits (1 to a cell), reach (600 m from a
          post), randomStart (10 minutes), chance (0.075 of patrol time on cells drawn by lot), streetFactor (1.3)
  floor   for a borough the least share of units that it has over time; given: the units it had in the shifts before
  seed    the same seed gives the same plan

Every stop says why it is there: risk, or chance (drawn by lot; probability says how likely each cell within reach was).
Covert units are in no plan that is printed: --covert-to names the file for theirs. docs/guide/patrol-plan.md has the shapes.
Exit codes: 0 the plan is written; 2 the input cannot be planned, and a sentence says why; 3 a file cannot be read or written.`

type Options = { readonly covertTo?: string }

/** `ringback patrol-plan`: where units are posted in a shift, and their tours. */
const addPatrolPlan: AddCommand = (program) => {
  program
    .command('patrol-plan')
    .description('plan the patrols of a shift: posts and tours, from the risk of cells (JSON in, JSON out)')
    .argument('[file]', 'the input (default: standard input)')
    .option('--covert-to <file>', 'where the plan of covert units goes; readable by you alone')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: Options) => {
      process.exitCode = await plan(file, options)
    })
}

async function plan(file: string | undefined, { covertTo }: Options): Promise<number> {
  const { readFile, writeFile } = await import('node:fs/promises')
  const { faultsIn, planCovert, planVisible } = await import('#lib/patrol-plan/plan')
  const { refuse, WrongInput } = await import('#lib/stats/wrong-input')
  const { readInput } = await import('./patrol-plan/input.ts')
  const { writtenOut } = await import('./patrol-plan/output.ts')
  try {
    const { input, areas } = readInput(file === undefined ? await text(process.stdin) : await readFile(file, 'utf8'))
    const hasCovert = input.units.some(({ covert }) => covert)
    if (hasCovert && covertTo === undefined)
      refuse('There are covert units: name a file for their plan with --covert-to.')
    const make = async (planned: ReturnType<typeof planVisible>) => {
      const made = await planned
      const [fault] = faultsIn(input, made)
      if (fault) throw new Error(`The plan is wrong: ${fault.unit} ${fault.fault}. Tell us, with the input.`)
      return `${JSON.stringify(writtenOut(made, areas, input))}\n`
    }
    if (hasCovert && covertTo !== undefined) await writeFile(covertTo, await make(planCovert(input)), { mode: 0o600 })
    process.stdout.write(await make(planVisible(input)))
    return exitCodes.good
  } catch (error) {
    if (!(error instanceof WrongInput)) throw error
    process.stderr.write(`${error.message}\n`)
    return exitCodes.usedWrongly
  }
}

export default addPatrolPlan
