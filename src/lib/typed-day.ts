const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a day as people in Britain write it: `27 3 1990`, `27/03/1990`, `27 March 1990`, also `1990-03-27`.
 * ISO 8601; undefined when there was no such day, or it lies outside 1900 to 2099.
 */
export function readDay(typed: string): string | undefined {
  if (typed.length > 40) return undefined
  const plain = typed.normalize('NFKC').toLowerCase()
  const parts = plain.replaceAll(/(?<=\d)(st|nd|rd|th)\b/g, '').match(/[a-z]+|\d+/g) ?? []
  const [first = '', second = '', third = '', more] = parts
  if (more !== undefined) return undefined
  const [day, month, year] = first.length === 4 ? [third, second, first] : [first, second, third]
  const number = /^\d{1,2}$/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3)) + 1
  if (!/^\d{1,2}$/.test(day) || !/^(19|20)\d\d$/.test(year) || number < 1 || number > 12) return undefined
  const date = new Date(Date.UTC(Number(year), number - 1, Number(day)))
  return date.getUTCDate() === Number(day) ? date.toISOString().slice(0, 10) : undefined
}
