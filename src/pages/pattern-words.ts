/** What each pattern says has happened. One that has no words here shows its own name. */
const words: Readonly<Record<string, string>> = {
  'near-repeat': 'The same kind of theft, again and again in one place',
  surge: 'Many thefts in one borough within six hours',
  'emerging-cluster': 'More and more thefts in squares side by side',
  rise: 'Far more thefts reported than usual, in the last day or two',
  'snatcher-series': 'Snatches one after the other along a way',
  'tap-series': 'Phones taken from tables or bars, one after the other',
  'distraction-series': 'Thefts by distraction, one after the other',
}
export const patternSays = (pattern: string): string => words[pattern] ?? pattern
