/** What came of a number and a word. `number-only`: the word was not judged, and what a number alone may stop was asked for. */
export const ends = ['stopped', 'number-only', 'wrong', 'busy'] as const
export type End = (typeof ends)[number]
