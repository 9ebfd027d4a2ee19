import { defineCommand, fold, refuse } from '#ledger'
import { ListImported } from '../events/list-imported.ts'

type Told = { readonly sha256: string | undefined; readonly to: number; readonly ended: boolean }

/**
 * Records that a part of a list was read in. Parts of one reading follow one another with nothing of the same source between
 * them; a part, or a whole reading, again changes nothing.
 */
export const recordList = defineCommand('record-list', {
  input: ListImported.schema,
  refusals: {
    'already-imported': { status: 409, says: 'This very file was imported before. Nothing changed.' },
    'another-list-meanwhile': {
      status: 409,
      says: 'Another list of this source was read in meanwhile. Nothing changed.',
    },
  },
  stream: (list) => ListImported.streamOf(list),
  state: fold<Told>({ sha256: undefined, to: 0, ended: false }, (on) => [
    on(ListImported, (_, { sha256, to, last }) => ({ sha256, to, ended: last })),
  ]),
  decide: (list, told) => {
    const isNew = list.sha256 !== told.sha256
    if (isNew && list.from !== 0) return refuse('another-list-meanwhile')
    if (!isNew && (told.ended || list.from !== told.to)) return refuse('already-imported')
    return [ListImported.of(list)]
  },
})
