import { exitCodes } from '#platform/cli'
import { rebuildMeasures } from '../../rebuild/rebuild-measures.ts'

/** Prints for each published figure whether it comes out the same when counted again. Returns the exit code. */
export async function verifyMeasures(file: string, { json = false }: { json?: boolean }): Promise<number> {
  const { verdicts, damage } = await rebuildMeasures(file)
  const wrong = verdicts.filter(({ equal }) => !equal).length
  if (json) process.stdout.write(`${JSON.stringify({ figures: verdicts, damage })}\n`)
  else {
    for (const { figure, equal, served, counted } of verdicts)
      process.stdout.write(
        `${equal ? 'equal    ' : 'NOT EQUAL'}  ${figure}: served ${served}, counted again ${counted}\n`,
      )
    for (const says of damage) process.stdout.write(`${says}\n`)
    process.stdout.write(`${verdicts.length} figures counted again: ${verdicts.length - wrong} equal, ${wrong} not.\n`)
  }
  return wrong === 0 && damage.length === 0 ? exitCodes.good : exitCodes.foundWrong
}
