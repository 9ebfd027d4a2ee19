import { hash } from 'node:crypto'
import type pg from 'pg'
import { readStream } from '#ledger'
import { ListImported } from '../events/list-imported.ts'
import type { LayoutName } from '../vocabulary.ts'
import type { Form } from './row.ts'

/** How far an import has got. */
export type Place = { readonly line: number; readonly taken: number; readonly rejected: number }

export const nowhere: Place = { line: 0, taken: 0, rejected: 0 }

/** What makes a file mean what it means. */
export type FileRead = {
  readonly source: string
  /** SHA-256. */
  readonly file: string
  readonly layout: LayoutName
  readonly form: Form
  readonly whole: boolean
}

/** One reading of a file: its name, what the ledger has of it, and whether that is all. */
export type Reading = { readonly sha256: string; readonly told: Place; readonly ended: boolean }

/**
 * Which reading it is when this file is given now. The same file right after itself is the same reading: it goes on, or is done.
 * After another list of the source it is a new one, because it has something to say again; so is the file of another source.
 */
export async function readingOf(db: Pick<pg.Pool, 'query'>, read: FileRead): Promise<Reading> {
  const facts = (await readStream(db, `list/${read.source}`)).map((event) => ListImported.decode(event))
  const newest = facts.at(-1)
  const parts = facts.filter(({ sha256 }) => sha256 === newest?.sha256)
  const again = nameOf(read, facts.length - parts.length)
  if (newest?.sha256 !== again) return { sha256: nameOf(read, facts.length), told: nowhere, ended: false }
  return { sha256: again, told: parts.reduce(after, nowhere), ended: newest.last }
}

/** `before`: how many facts of this source stood before it. A SHA-256, as the table of readings wants it. */
const nameOf = ({ source, file, layout, form, whole }: FileRead, before: number): string =>
  hash('sha256', [source, file, layout, form, whole ? 'whole' : 'changes', before].join(' '), 'hex')

const after = (place: Place, { to: line, rows, rejected }: { to: number; rows: number; rejected: number }): Place => {
  return { line, taken: place.taken + rows, rejected: place.rejected + rejected }
}
