import type { Readable } from 'node:stream'

const longestRow = 4096

/**
 * The lines of a file, some at a time, with how many bytes of it have been read, and whether no line break ends the last of
 * them. Of a line that is far too long for a row only a part comes, so that a file that is no list fills no memory.
 */
export async function* linesOfFile(
  file: Readable,
): AsyncGenerator<{ lines: string[]; bytes: number; isOpen: boolean }> {
  const decoder = new TextDecoder() // takes off a byte order mark
  let rest = ''
  let bytes = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    bytes += chunk.length
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestRow)
    yield { lines, bytes, isOpen: false }
  }
  if (rest !== '') yield { lines: [rest], bytes, isOpen: true }
}

const separator = /[,;\t]/
const quotedField = /[ \r]*(?:"((?:[^"]|"")*)"[ \r]*|([^",;\t \r][^",;\t]*))?([,;\t]|$)/y

/**
 * The fields of one row of CSV, without blanks around them; undefined when its quotation marks do not fit. Each line is read
 * by itself, as no field of a list holds a line break: a lost quotation mark spoils one row, not the rest of the file.
 */
export function fieldsOf(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(separator).map((field) => field.trim())
  const fields: string[] = []
  quotedField.lastIndex = 0
  for (;;) {
    const found = quotedField.exec(line)
    if (!found) return undefined
    const [, inQuotes, bare = '', end] = found
    fields.push((inQuotes?.replaceAll('""', '"') ?? bare).trim())
    if (end === '') return fields
  }
}

export type Columns = { readonly imei: number; readonly status: number }

/** Where a header has the two columns; undefined when the row is no header. Throws when it lacks one of them. */
export function columnsOf(fields: readonly string[]): Columns | undefined {
  const names = fields.map((field) => field.toLowerCase())
  const [imei, status] = [names.indexOf('imei'), names.indexOf('status')]
  if (imei < 0 && status < 0) return undefined
  if (imei < 0 || status < 0) throw new Error(`The list has a header without a column ${imei < 0 ? 'imei' : 'status'}.`)
  return { imei, status }
}
