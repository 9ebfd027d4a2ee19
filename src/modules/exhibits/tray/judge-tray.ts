import type { Kysely } from 'kysely'
import { keysOf } from '#lib/imei/imei'
import { factsOf, type MatchTables } from '../match/facts.ts'
import { type Facts, judge, type Verdict } from '../match/judge.ts'
import type { TrayLine } from './read-lines.ts'

/** One line with its verdict. `exhibit`: it is in custody already, under the reference on its own bag. */
export type JudgedLine = TrayLine & {
  readonly verdict: Verdict | { readonly state: 'unreadable' }
  readonly exhibit: string | undefined
}

/** Judges every line of a tray in a handful of queries. */
export async function judgeTray(
  db: Kysely<MatchTables>,
  lines: readonly TrayLine[],
  selfOf: SelfOf = itself,
): Promise<JudgedLine[]> {
  const facts = await factsOf(db, [...new Set(lines.flatMap(({ imeis }) => keysOf(imeis)))])
  return judgeLines(lines, facts, selfOf)
}

/** Which exhibit a line is, if it is one already. */
type SelfOf = (line: TrayLine, facts: Facts) => string | undefined

/** Pure. A number on two lines is read from two handsets, or twice from one: a person must say which. */
export function judgeLines(lines: readonly TrayLine[], facts: Facts, selfOf: SelfOf = itself): JudgedLine[] {
  const times = new Map<string, number>()
  for (const { imeis } of lines) for (const key of keysOf(imeis)) times.set(key, (times.get(key) ?? 0) + 1)
  return lines.map((line) => {
    const keys = keysOf(line.imeis)
    if (line.says !== undefined) return { ...line, verdict: { state: 'unreadable' }, exhibit: undefined }
    const own = selfOf(line, facts)
    const verdict = keys.some((key) => (times.get(key) ?? 0) > 1)
      ? ({ state: 'ambiguous', why: 'twice-in-tray' } as const)
      : judge(keys, facts, own)
    return { ...line, verdict, exhibit: own }
  })
}

/** The exhibit that a line is already: the same number under the same reference. */
function itself({ imeis, label }: TrayLine, facts: Facts): string | undefined {
  if (label === undefined) return undefined
  return keysOf(imeis)
    .flatMap((key) => facts.held.get(key) ?? [])
    .find((held) => held.label === label)?.exhibit
}
