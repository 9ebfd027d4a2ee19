import type { Imei } from '#lib/imei/imei'
import { readHandset } from '../read-handset.ts'
import { type ExhibitLabel, readLabel } from '../vocabulary.ts'

/** No tray holds more, and no page or reply grows beyond it. */
export const mostLines = 1000
export const mostBytes = 1024 * 1024

/** One line of a tray: the numbers of one handset and its exhibit reference, or why it cannot be read. */
export type TrayLine = {
  /** Counted from 1 as in the file, blank lines and a heading too. */
  readonly line: number
  readonly label: ExhibitLabel | undefined
  readonly imeis: readonly Imei[]
  readonly says: string | undefined
}

const cellEnds = /[,;|\t]/
const quotes = /^[\s"'=]+|[\s"']+$/g
const labelled = /(?:^|\s)((?!imei|imsi|meid|svn?\b|sn\b)[a-z]{2,4}\s?[/-]\s?\d{1,6})(?=$|\s)/i
const headings = { imei: /imei/i, label: /exhibit|reference|label|^ref/i }

/**
 * Reads a tray: a line a handset, as a scanner types it, a person pastes it or a spreadsheet saves it. With a heading that
 * names IMEI columns, other columns are passed over; without one every cell must be understood. Never throws.
 */
export function readTray(text: string): TrayLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const filled = lines.flatMap((line, at) => (line.trim() === '' ? [] : [{ line: at + 1, cells: cellsOf(line) }]))
  const columns = columnsIn(filled[0]?.cells ?? [])
  if (!columns) return filled.map(({ line, cells }) => readLine(line, cells))
  return filled.slice(1).map(({ line, cells }) => readLine(line, columns.map((at) => cells[at] ?? '').filter(Boolean)))
}

const cellsOf = (line: string) => line.split(cellEnds).map((cell) => cell.replaceAll(quotes, ''))

/** The columns of IMEIs and exhibit references, when the first line is a heading. */
function columnsIn(cells: readonly string[]): number[] | undefined {
  const isHeading = cells.some((cell) => headings.imei.test(cell)) && !cells.some((cell) => /\d{5}/.test(cell))
  if (!isHeading) return undefined
  return cells.flatMap((cell, at) => (headings.imei.test(cell) || headings.label.test(cell) ? [at] : []))
}

function readLine(line: number, cells: readonly string[]): TrayLine {
  let label: ExhibitLabel | undefined
  const imeis = new Set<Imei>()
  const unread = (says: string): TrayLine => ({ line, label, imeis: [], says })
  for (const cell of cells.filter(Boolean)) {
    const found = labelled.exec(cell)?.[1]
    if (found && label) return unread('This line has two exhibit references. Put one phone on a line.')
    if (found) label = readLabel(found)
    const rest = found ? cell.replace(found, ' ').trim() : cell
    if (rest === '') continue
    const reading = readHandset(rest)
    if (!reading.imeis) return unread(reading.says)
    for (const imei of reading.imeis) imeis.add(imei)
  }
  if (imeis.size === 0) return unread('This line has no IMEI. Scan the phone again.')
  if (imeis.size > 2) return unread('This line has more than two IMEIs. Put one phone on a line.')
  return { line, label, imeis: [...imeis], says: undefined }
}
