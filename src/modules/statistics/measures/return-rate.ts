import { measureOfThefts } from '../measure-of-thefts.ts'

export default measureOfThefts({
  slug: 'return-rate',
  title: 'Phones returned to their owners',
  plain: 'Of the phones reported stolen in each month, how many were given back.',
  column: 'returned',
  says: 'Returned',
  unit: 'handsets',
  percentSays: 'Returned of reported',
  caveats: [
    'A phone is returned when it was handed back to somebody who showed that it is theirs. Or when its case was closed as returned. A phone that its owner found alone is not counted.',
    'This is not the recovery rate: a phone can be found and never go back.',
    'A phone counts in the month of its report, however late it turns up. So the figure of an old month can still rise.',
  ],
})
