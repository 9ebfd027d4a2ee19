import { parse } from 'csv-parse/sync'
import type { Kysely } from 'kysely'
import { lsoaOfSquares } from './lsoa-squares.ts'

export type DeprivationTable = { deprivation: { lsoa: string; decile: number } }

export type DeprivationFile = {
  readonly deciles: ReadonlyMap<string, number>
  /** Lines that cannot be taken, the head being line 1. */
  readonly rejected: readonly number[]
}

export class WrongDeprivationFile extends Error {}

export type DeprivationColumns = { readonly lsoa: string; readonly decile: string }

/** Reads CSV with a column of LSOAs and one of deciles (1 the most deprived), whatever the list calls them: ministries use longer names. */
export function readDeprivation(
  text: string,
  columns: DeprivationColumns = { lsoa: 'lsoa', decile: 'decile' },
): DeprivationFile {
  const rows = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true })
  const [head = [], ...lines] = rows as string[][]
  const names = head.map((name) => name.trim().toLowerCase())
  const [lsoaAt, decileAt] = [columns.lsoa, columns.decile].map((name) => names.indexOf(name.trim().toLowerCase())) as [
    number,
    number,
  ]
  if (lsoaAt < 0 || decileAt < 0)
    throw new WrongDeprivationFile(
      `The file has no columns ${columns.lsoa} and ${columns.decile}. It has: ${head.join(', ')}. Name them with --lsoa and --decile.`,
    )
  const deciles = new Map<string, number>()
  const rejected: number[] = []
  for (const [at, line] of lines.entries()) {
    const [lsoa, decile] = [line[lsoaAt]?.trim() ?? '', Number(line[decileAt]?.trim() || Number.NaN)]
    if (/^E01\d{6}$/.test(lsoa) && Number.isInteger(decile) && decile >= 1 && decile <= 10) deciles.set(lsoa, decile)
    else rejected.push(at + 2)
  }
  return { deciles, rejected }
}

/** Takes the place of the list that was there. Only LSOAs that a square of London lies in are kept; says how many, and how many it lacks. */
export async function keepDeprivation(
  db: Kysely<DeprivationTable>,
  { deciles }: DeprivationFile,
): Promise<{ readonly kept: number; readonly missing: number }> {
  const here = new Set(lsoaOfSquares().values())
  const rows = [...deciles].filter(([lsoa]) => here.has(lsoa)).map(([lsoa, decile]) => ({ lsoa, decile }))
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('deprivation').execute()
    for (let at = 0; at < rows.length; at += 1000)
      await trx
        .insertInto('deprivation')
        .values(rows.slice(at, at + 1000))
        .execute()
  })
  return { kept: rows.length, missing: here.size - rows.length }
}

export async function decilesOf(db: Kysely<DeprivationTable>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('deprivation').selectAll().execute()
  return new Map(rows.map(({ lsoa, decile }) => [lsoa, decile]))
}
