import type { NoteVerifier } from '#lib/note'
import { checkRows } from './check-rows.ts'
import { checkDates, checkTree } from './check-tree.ts'
import { checkWitness, type WitnessRecord } from './check-witness.ts'
import { openReport, type Report } from './report.ts'
import type { TableRow } from './rows.ts'

type Options = {
  /** Public keys of the ledger; without one the signatures stay unchecked, and the report says so. */
  verifiers?: readonly NoteVerifier[]
  witness?: WitnessRecord
  onProgress?: (rows: number) => void
}

/**
 * Checks a whole ledger from its rows, wherever they come from: every event against its seal, the numbers, the tree, all
 * heads and their signatures, dates, streams, and the memory of a witness. Throws only on what is no ledger at all.
 */
export async function verifyLedger(rows: AsyncIterable<TableRow>, options: Options = {}): Promise<Report> {
  const { verifiers = [], witness, onProgress } = options
  const { report, find } = openReport()
  const held = await checkRows(rows, find, onProgress)
  await checkTree(held, verifiers, find)
  const late = checkDates(held, find)
  if (witness) report.notChecked.push(...checkWitness(held, witness, find))
  report.checked = {
    events: held.events.count,
    sealed: held.sealed.count,
    heads: held.heads.length,
    signatures: verifiers.length > 0 ? held.heads.length : 0,
    tiles: held.tiles.length,
    witnessed: witness?.size ?? 0,
  }
  if (late.count > 0)
    report.notChecked.push(
      `Whether ${late.count} events were dated back or only sealed late: each waited over a minute for its seal. The first is ${late.first}.`,
    )
  report.notChecked.push(...outOfReach(held.unsealed, options))
  return report
}

function outOfReach(unsealed: number, { verifiers = [], witness }: Options): string[] {
  const says: string[] = []
  if (verifiers.length === 0) says.push('The signatures of the heads: no public key was given.')
  if (unsealed > 0) says.push(`${unsealed} events that wait to be sealed: a change to them leaves no trace yet.`)
  if (!witness) {
    says.push('Whether the tail was cut off, or the tree sealed again by a holder of the key: no witness was given.')
  }
  says.push(NOT_IN_THE_TREE)
  return says
}

const NOT_IN_THE_TREE =
  'Personal data, the audit record and the queue of actions: they are not in the tree. Sealed are the references to ' +
  'personal data, and what each event owes.'
