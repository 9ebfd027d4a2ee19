/** The fields of one line (RFC 4180 without line breaks in fields: no list of handsets has them); undefined when it is broken. */
export function fieldsOf(line: string, separator: string): string[] | undefined {
  if (!line.includes('"')) return line.split(separator).map((field) => field.trim())
  const fields: string[] = []
  const field = new RegExp(`\\s*(?:"((?:[^"]|"")*)"|([^"${escaped(separator)}]*))\\s*(${escaped(separator)}|$)`, 'y')
  for (;;) {
    const found = field.exec(line)
    if (!found) return undefined
    fields.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim())
    if (found[3] === '') return fields
  }
}

const separators = [',', ';', '\t', '|']

/** What stands between the columns of a header: what it has most of. */
export const separatorOf = (header: string): string =>
  separators.toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ','

const escaped = (separator: string) => (separator === '|' ? '\\|' : separator)

/** A field as CSV writes it. What a spreadsheet would run as a formula stays text. */
export const csvField = (text: string): string => (/[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
