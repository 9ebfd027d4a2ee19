import { defineCommand, fold, refuse } from '#ledger'
import { ListImported } from '../events/list-imported.ts'

/** Records that a part of a list was read in. Parts follow one another; a part, or a whole file, again changes nothing. */
export const recordList = defineCommand('record-list', {
  input: ListImported.schema,
  refusals: { 'already-imported': { status: 409, says: 'This very file was imported before. Nothing changed.' } },
  stream: ({ sha256 }) => `list-file/${sha256}`,
  state: fold({ to: 0, ended: false }, (on) => [on(ListImported, (_, { to, last }) => ({ to, ended: last }))]),
  decide: (list, { to, ended }) => (ended || list.from !== to ? refuse('already-imported') : [ListImported.of(list)]),
})
