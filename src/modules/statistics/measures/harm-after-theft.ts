import { measureOfThefts } from '../measure-of-thefts.ts'

export default measureOfThefts({
  slug: 'harm-after-theft',
  title: 'Harm after the theft',
  plain:
    'Of the phones reported stolen in each month, after how many the victim or their bank told us of more harm: money taken, threats, or a name misused.',
  column: 'harmed',
  says: 'Followed by more harm',
  unit: 'thefts',
  percentSays: 'Followed by more harm, of reported',
  caveats: [
    'Counts what victims and banks tell us. Many never tell, so the true share is higher.',
    'A theft counts once, however much followed it, and in the month of its report. So the figure of an old month can still rise.',
  ],
})
