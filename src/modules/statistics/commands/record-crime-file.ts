import { defineCommand, fold, refuse } from '#ledger'
import { CrimeFileImported } from '../events/crime-file-imported.ts'

/** Records that a file of published crimes was read in. The same file again changes nothing. */
export const recordCrimeFile = defineCommand('record-crime-file', {
  input: CrimeFileImported.schema,
  refusals: { 'already-imported': { status: 409, says: 'This very file was imported before. Nothing changed.' } },
  stream: ({ sha256 }) => `crime-file/${sha256}`,
  state: fold(false, (on) => [on(CrimeFileImported, () => true)]),
  decide: (file, before) => (before ? refuse('already-imported') : [CrimeFileImported.of(file)]),
})
