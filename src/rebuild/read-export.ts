import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** This folder shares no code with the server: it reads the export and counts again by the definitions in docs/guide/verify.md. */
export type Fact = {
  readonly leaf: number
  readonly case: string
  readonly type: string
  readonly at: string
  readonly demo?: boolean
  readonly itsForce?: string
  readonly itsMethod?: string
  readonly itsWhy?: string
  readonly itsAs?: string
  readonly itsSame?: string
  readonly itsReason?: string
  readonly itsKind?: string
  readonly itsPartner?: string
  readonly itsAt?: string
  readonly itsNext?: string
  readonly itsStep?: string
  readonly itsSafe?: string
  readonly itsMattered?: string
}

export type Served = {
  readonly source: string
  readonly measure: string
  readonly month: string
  readonly group: string
  readonly column: string
  readonly value: number | null
  readonly status: string
}

export type Span = { readonly from: string; readonly to: string }
export type Export = {
  readonly at: string
  readonly periods: Readonly<Record<string, Span>>
  readonly facts: readonly Fact[]
  readonly figures: readonly Served[]
  /** What is wrong with the file itself, a sentence each. */
  readonly damage: readonly string[]
}

/** Reads an export made by `ringback export measures`. A line that was changed by hand is named; one that is no JSON too. */
export async function readExport(file: string): Promise<Export> {
  const [facts, figures, damage]: [Fact[], Served[], string[]] = [[], [], []]
  let number = 0
  let head: Head | undefined
  let end: End | undefined
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    const line = parsed(text)
    if (!line || !isWhole(text)) damage.push(`Line ${number} is not as it was written.`)
    if (line?.line === 'head') head = line as unknown as Head
    else if (line?.line === 'fact') facts.push(line as unknown as Fact)
    else if (line?.line === 'figure') figures.push(line as unknown as Served)
    else if (line?.line === 'end') end = line as unknown as End
  }
  if (head?.format !== 'ringback-measures-1')
    throw new Error(`${file} is no export of measures: make one with ringback export measures FILE.`)
  if (!end) damage.push('The end of the file is missing.')
  else if (end.facts !== facts.length || end.figures !== figures.length)
    damage.push(
      `It holds ${facts.length} facts and ${figures.length} figures; ${end.facts} and ${end.figures} were written.`,
    )
  return { at: head.at, periods: head.periods, facts, figures, damage }
}

type End = { facts: number; figures: number }
type Head = { format: string; at: string; periods: Record<string, Span> }

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** The line's last field is the beginning of the SHA-256 of the line without it. */
function isWhole(text: string): boolean {
  const [, content, sum] = /^(.*),"sum":"([0-9a-f]{12})"\}$/.exec(text) ?? []
  return (
    content !== undefined &&
    createHash('sha256')
      .update(`${content}}`)
      .digest('hex')
      .startsWith(sum ?? '-')
  )
}
