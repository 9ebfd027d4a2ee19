import { measureOfThefts } from '../measure-of-thefts.ts'

export default measureOfThefts({
  slug: 'recovery-rate',
  title: 'Phones recovered',
  plain: 'Of the phones reported stolen in each month, how many are known to be safe.',
  column: 'recovered',
  says: 'Recovered',
  unit: 'handsets',
  percentSays: 'Recovered of reported',
  caveats: [
    'A phone is recovered when the police or a partner have it and know its case. Or when its owner has it back.',
    'This is not the return rate: a phone can be found and never go back.',
    'A phone counts in the month of its report, however late it turns up. So the figure of an old month can still rise.',
  ],
})
