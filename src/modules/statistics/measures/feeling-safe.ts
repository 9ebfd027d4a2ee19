import { measureOfFeeling } from '../measure-of-feeling.ts'

export default measureOfFeeling({
  slug: 'feeling-safe',
  title: 'Feeling safe after the theft',
  plain: 'Of the victims who answered in each month, how many said that they feel safe.',
  column: 'safe',
  says: 'Feel safe',
})
