import { defineCommand, fold, refuse } from '#ledger'
import { TacListImported } from '../events/tac-list-imported.ts'

const imported = fold(false, (on) => [on(TacListImported, () => true)])

/** Records that a TAC list was read in. The same file again changes nothing. */
export const recordTacImport = defineCommand('record-tac-import', {
  input: TacListImported.schema,
  refusals: { 'already-imported': { status: 409, says: 'This very file was imported before. Nothing changed.' } },
  stream: ({ sha256 }) => `tac-list/${sha256}`,
  state: imported,
  decide: (list, before) => (before ? refuse('already-imported') : [TacListImported.of(list)]),
})
