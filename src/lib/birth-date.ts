const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a date of birth as people in Britain write it: `27 3 1990`, `27/03/1990`, `27 March 1990`, also `1990-03-27`.
 * ISO 8601; undefined when no such day was between 1900 and `today`.
 */
export function readBirthDate(typed: string, today: string): string | undefined {
  if (typed.length > 40) return undefined
  const plain = typed.normalize('NFKC').toLowerCase()
  const parts = plain.replaceAll(/(?<=\d)(st|nd|rd|th)\b/g, '').match(/[a-z]+|\d+/g) ?? []
  const [first = '', second = '', third = '', more] = parts
  if (more !== undefined) return undefined
  const [day, month, year] = first.length === 4 ? [third, second, first] : [first, second, third]
  const number = /^\d{1,2}$/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3)) + 1
  if (!/^\d{1,2}$/.test(day) || !/^(19|20)\d\d$/.test(year) || number < 1 || number > 12) return undefined
  const date = new Date(Date.UTC(Number(year), number - 1, Number(day)))
  const iso = date.toISOString().slice(0, 10)
  return date.getUTCDate() === Number(day) && iso <= today.slice(0, 10) ? iso : undefined
}
