import { stat } from 'node:fs/promises'
import { knownSealKey } from '#ledger/seal/seal-key'
import type { WitnessRecord } from '#ledger/verify/check-witness'
import type { Report } from '#ledger/verify/report'
import { sentencesOf } from '#ledger/verify/sentences'
import { type BackupRows, rowsOfBackup, rowsOfDatabase } from '#ledger/verify/sources'
import { verifyLedger } from '#ledger/verify/verify-ledger'
import { type NoteVerifier, parseVerifier } from '#lib/note'
import { type Cli, exitCodes } from '#platform/cli'
import { openDatabase } from '#platform/database'
import { progressBar } from '#platform/progress'
import { reachDatabase } from '#platform/reach-database'
import { readWitness } from '../../witness/store.ts'

type Options = { vkey?: string[]; witness?: string; witnessVkey?: string; json?: boolean }
type Key = { verifiers: NoteVerifier[]; isOwn: boolean }

/** Checks a backup or the live database, prints the report on stdout, and returns the exit code. */
export async function verifyCommand(file: string | undefined, options: Options, cli: Cli): Promise<number> {
  // The witness is read first: what it sees after that may not be in the moment of the ledger that is checked.
  const witness = options.witness === undefined ? undefined : await readWitness(options.witness, options.witnessVkey)
  const key = keysOf(options, cli)
  const settings = { verifiers: key.verifiers, ...(witness && { witness }) }
  const report = file === undefined ? await verifyLive(cli, settings) : await verifyBackup(file, settings)
  if (key.isOwn) report.notChecked.unshift(OWN_KEY)
  if (witness && !witness.isSigned) report.notChecked.push('The signature of the witness: no key of it was given.')
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : sentencesOf(report))
  return report.findings.length === 0 ? exitCodes.good : exitCodes.foundWrong
}

const OWN_KEY =
  'Whether the public key is the true one: it came from this installation. Give the one that was published with --vkey.'

function keysOf({ vkey }: Options, cli: Cli): Key {
  if (vkey) return { verifiers: vkey.map(parseVerifier), isOwn: false }
  const own = knownSealKey(cli.config())
  return { verifiers: own ? [own] : [], isOwn: own !== undefined }
}

type Settings = { verifiers: NoteVerifier[]; witness?: WitnessRecord }

async function verifyLive(cli: Cli, settings: Settings): Promise<Report> {
  const reached = await reachDatabase(cli.config(), cli.log('verify'))
  const database = openDatabase(reached.serverUrl, { max: 1, applicationName: 'ringback-verify' })
  const bar = progressBar('Rows')
  try {
    const { rows } = await database.pool.query<{ size: string }>('select coalesce(max(size), 0) as size from head')
    const of = 2 * Number(rows[0]?.size) // each event and its seal; what else there is, is little
    return await verifyLedger(rowsOfDatabase(database), { ...settings, onProgress: (done) => bar.show(done, of) })
  } finally {
    bar.end()
    await database.close()
    await reached.stop()
  }
}

async function verifyBackup(file: string, settings: Settings): Promise<Report> {
  const { size } = await stat(file)
  const backup = await openedBackup(file)
  const bar = progressBar('Bytes')
  const report = await verifyLedger(backup.rows, { ...settings, onProgress: () => bar.show(backup.bytesRead(), size) })
  bar.end()
  const damage = backup.damage()
  if (damage) report.findings.unshift({ kind: 'file', says: `The file is not as it was written: ${damage}.` })
  return report
}

async function openedBackup(file: string): Promise<BackupRows> {
  try {
    return await rowsOfBackup(file)
  } catch (cause) {
    throw new Error(`${file} cannot be checked: ${cause instanceof Error ? cause.message : cause}.`, { cause })
  }
}
