import { type AddCommand, exitCodes } from '#platform/cli'
import type { Options } from './backtest/options.ts'
import { columnOptions, mapsHelp, WrongUse } from './points/columns.ts'

const HELP = `
Forecasts each period from what was known before it, and judges the forecast by what came: hit rate, PAI and PEI at each share
of the area, for the floor (decayed counts), for the model (what would have been shown: the learned model where it was
released by the periods before, else the floor), for the learned model by itself, and for the best possible list.

Files are CSV with a header, plain or .gz; dates are 2019-03, 2019-03-31, 2019-03-31T18:05 or 2019-03-31 6:05 PM, in another order
with --day-first or --month-first: 04/03/2019 can be both, so it is never guessed. A folder stands for every
monthly street file of data.police.uk in it; the columns Month, Longitude and Latitude need not be named then.
  ringback backtest thefts.csv.gz --date month --lon longitude --lat latitude --cell 150 --test-from 2019-03 --test-to 2019-08
  ringback backtest police-uk/ --where "Crime type=Theft from the person" --json
  ringback backtest cars.csv --date occ_date --x x_coordina --y y_coordina --epsg 2913 --cell 600 --area city.geojson --share 0.17
  ringback backtest nyc.csv --date CMPLNT_FR_DT --month-first --lon Longitude --lat Latitude --cell 150

Without --area it is Greater London where nearly all points are in London (with --x and --y: if --epsg says on which map they are),
elsewhere the smallest outline around the points before the test. Without --epsg the map is the British National Grid, elsewhere the UTM zone. With --x and --y the points are on a flat
map already: cells are of its unit (the answer says how many metres on the ground that is, where the map is named), and so is the area,
unless it is in degrees: then --epsg or --proj must say which map it is. A map of degrees (4326) is refused: use --lon and --lat.
${mapsHelp}

Where every date has its hour, places are told apart by how many of their thefts were on days off, at night and in the dark, and
a period by how much of it is dark: from the height of the sun, where the time zone is known. Months have none of it.

Exit codes: 0 done; 2 used wrongly (a column, a date, a map, an area that does not fit or holds no event; more cells or periods than there may be);
3 a file cannot be read.`

/** `ringback backtest`: how good forecasts of where would have been, on any file of points. */
const addBacktest: AddCommand = (program) => {
  const command = program
    .command('backtest')
    .description('how well the floor and the learned model foretell where crime will be, on a file of points')
    .argument('<files...>', 'CSV files of points, or folders of data.police.uk')
  columnOptions(command)
    .option('--cell <size>', 'length of a cell, in the unit of the map', '150')
    .option('--area <file>', 'GeoJSON of what counts as the area')
    .option('--period <length>', 'month, or a whole number of days', 'month')
    .option('--test-from <month or day>', 'the first period to foretell (default: the last six)')
    .option('--test-to <month or day>', 'the last one (default: the last whole period there is)')
    .option('--share <percents>', 'shares of the area, in per cent', '0.2,0.5,1,5')
    .option('--half-life <periods>', 'half-life of the floor (default: chosen by the periods before, each time anew)')
    .option('--launches <file>', 'CSV of days on which phones went on sale, with a column on_sale_uk')
    .option('--events <file>', 'CSV of days with an event that draws crowds, with a column date')
    .option(
      '--time-zone <zone>',
      'whose clock the dates go by, like America/Vancouver (in Great Britain: Europe/London)',
    )
    .option('--floor-only', 'do not learn a model')
    .option('--json', 'print one JSON object, with the whole curve')
    .addHelpText('after', HELP)
    .action(async (files: string[], options: Options) => {
      const { backtestFiles } = await import('./backtest/backtest-files.ts')
      try {
        await backtestFiles(files, options)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        process.stderr.write(`${error.message}\n`)
        process.exitCode = error instanceof WrongUse ? exitCodes.usedWrongly : exitCodes.couldNot
      }
    })
}

export default addBacktest
