import { knownSealKey } from '#ledger/seal/seal-key'
import type { WitnessRecord } from '#ledger/verify/check-witness'
import type { Report } from '#ledger/verify/report'
import type { TableRow } from '#ledger/verify/rows'
import { sentencesOf } from '#ledger/verify/sentences'
import { rowsOfDatabase, rowsOfFile } from '#ledger/verify/sources'
import { verifyLedger } from '#ledger/verify/verify-ledger'
import { type NoteVerifier, parseVerifier } from '#lib/note'
import { type Cli, exitCodes } from '#platform/cli'
import { openDatabase } from '#platform/database'
import { reachDatabase } from '#platform/reach-database'
import { readWitness } from '../../witness/store.ts'

type Options = { vkey?: string[]; witness?: string; witnessVkey?: string; json?: boolean }
type Key = { verifiers: NoteVerifier[]; isOwn: boolean }

/** Checks a backup or the live database, prints the report on stdout, and returns the exit code. */
export async function verifyCommand(file: string | undefined, options: Options, cli: Cli): Promise<number> {
  // The witness is read first: what it sees after that may not be in the moment of the ledger that is checked.
  const witness = options.witness === undefined ? undefined : await readWitness(options.witness, options.witnessVkey)
  const key = keysOf(options, cli)
  const onProgress = process.stderr.isTTY ? (n: number) => void process.stderr.write(`\r${n} rows read`) : undefined
  const settings = { verifiers: key.verifiers, ...(witness && { witness }), ...(onProgress && { onProgress }) }
  const report = file === undefined ? await verifyLive(cli, settings) : await verifyLedger(rowsOfFile(file), settings)
  if (onProgress) process.stderr.write('\r\x1b[K')
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

type Settings = { verifiers: NoteVerifier[]; witness?: WitnessRecord; onProgress?: (rows: number) => void }

async function verifyLive(cli: Cli, settings: Settings): Promise<Report> {
  const reached = await reachDatabase(cli.config(), cli.log('verify'))
  const database = openDatabase(reached.serverUrl, { max: 1, applicationName: 'ringback-verify' })
  try {
    const rows: AsyncIterable<TableRow> = rowsOfDatabase(database)
    return await verifyLedger(rows, settings)
  } finally {
    await database.close()
    await reached.stop()
  }
}
