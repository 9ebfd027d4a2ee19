type Value = string | number | boolean | null | undefined

/** RFC 4180: a head, and a line a row. What is not known is empty. */
export function csvOf<Row extends Readonly<Record<string, Value>>>(
  columns: readonly string[],
  rows: readonly Row[],
): string {
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','))
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`
}

const field = (value: Value): string => {
  const text = String(value ?? '')
  // A sheet runs what begins like this: a name from outside must not.
  const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
