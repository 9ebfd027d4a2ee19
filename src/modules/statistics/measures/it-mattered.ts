import { measureOfFeeling } from '../measure-of-feeling.ts'

export default measureOfFeeling({
  slug: 'it-mattered',
  title: 'Victims who said that it mattered to us',
  plain: 'Of the victims who answered in each month, how many said that their theft mattered to us.',
  column: 'mattered',
  says: 'Said that it mattered',
})
