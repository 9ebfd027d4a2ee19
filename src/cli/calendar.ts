import { type AddCommand, exitCodes } from '#platform/cli'

const HELP = `
Christmas, New Year, carnival, bank holidays, school starts, launches of phones and the clocks, for a year from a day on. For each:
what is foretold for the month that holds most of it (floor × month factor, and between what it came in eight of ten past cases),
what the month had in the years before, and when it gets dark. From the Metropolitan Police's counts by month (data/README.md): no
day and no hour can be foretold from them. --tests prints instead whether launches and the carnival show in the counts.

Exit codes: 0 done; 2 the day is none.`

type Options = { readonly from?: string; readonly csv?: boolean; readonly tests?: boolean }

/** `ringback calendar`: the days on which to expect more, with numbers. */
const addCalendar: AddCommand = (program) => {
  program
    .command('calendar')
    .description('the high-risk calendar: what is foretold for Christmas, carnival, launches and so on (JSON or CSV)')
    .option('--from <day>', 'the first day, as 2026-11-27 (default: today)')
    .option('--csv', 'as CSV')
    .option('--tests', 'what the counts say of launches and of the carnival, as JSON')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      process.exitCode = await print(options)
    })
}

async function print({ from, csv, tests }: Options): Promise<number> {
  const { momentOf } = await import('#lib/cells/moment')
  const { CalendarRow, calendarRows, carnival, launchesByBorough, launchTests } = await import('#modules/patrol/public')
  const moment = from === undefined ? undefined : momentOf(from)
  if (from !== undefined && (!moment || moment.monthOnly)) {
    process.stderr.write(`${from} is no day like 2026-11-27.\n`)
    return exitCodes.usedWrongly
  }
  const json = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  if (tests) {
    json({ launches: await launchTests(), launchesByBorough: await launchesByBorough(), carnival: carnival() })
    return exitCodes.good
  }
  const rows = calendarRows(moment ? new Date((Math.floor(moment.day) + 0.5) * 86_400_000) : new Date())
  if (!csv) json({ periods: rows })
  else {
    const { csvOf } = await import('#lib/csv')
    process.stdout.write(csvOf(Object.keys(CalendarRow.shape), rows))
  }
  return exitCodes.good
}

export default addCalendar
