import { defineCommand, fold, refuse } from '#ledger'
import { ListImported } from '../events/list-imported.ts'

/** Records that a list was read in. The same file again changes nothing. */
export const recordList = defineCommand('record-list', {
  input: ListImported.schema,
  refusals: { 'already-imported': { status: 409, says: 'This very file was imported before. Nothing changed.' } },
  stream: ({ sha256 }) => `list-file/${sha256}`,
  state: fold(false, (on) => [on(ListImported, () => true)]),
  decide: (list, before) => (before ? refuse('already-imported') : [ListImported.of(list)]),
})
