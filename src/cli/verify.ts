import type { AddCommand } from '#platform/cli'

const HELP = `
FILE is a backup made by ringback backup; without it the live database is checked.

  ringback verify                          the database of this installation
  ringback verify backup.ndjson.gz --vkey KEY
  ringback verify --witness /media/witness the database against what a witness kept
  ringback verify --measures FILE          every published figure, counted again from ringback export measures FILE
  ringback verify proof proofs/            single proofs, as JSON; one line {"file","holds","reason"} each

Exit code 0: nothing wrong; 1: something is wrong, or a proof does not hold; 2: used wrongly; 3: could not be checked.`

const HELP_PROOF = `
Reads JSON with base64 hashes, in the layout of github.com/transparency-dev/merkle: inclusion proofs (leafIdx, treeSize,
leafHash, root, proof) and consistency proofs (size1, size2, root1, root2, proof). A folder stands for all *.json in it.`

/** `ringback verify`: is the ledger what was sealed? */
const addVerify: AddCommand = (program, cli) => {
  const verify = program
    .command('verify')
    .description(
      'check the ledger against its seals, its signed heads and a witness, and say what could not be checked',
    )
    .argument('[file]', 'a backup to check instead of the live database')
    .option('--vkey <key...>', 'public key of the ledger, as ringback seal --show-key prints it')
    .option('--witness <path>', 'folder of a witness, or a file with a head that it cosigned')
    .option('--witness-vkey <key>', 'public key of the witness (default: the one in its folder)')
    .option('--measures <export>', 'count the published figures again from an export, and nothing else')
    .option('--json', 'print one JSON object {checked, findings, unlisted, notChecked}')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: { measures?: string; json?: boolean }) => {
      if (options.measures !== undefined) {
        const { verifyMeasures } = await import('./verify/verify-measures.ts')
        process.exitCode = await verifyMeasures(options.measures, options)
        return
      }
      const { verifyCommand } = await import('./verify/verify-command.ts')
      process.exitCode = await verifyCommand(file, options, cli)
    })
  verify
    .command('proof')
    .description('judge single Merkle proofs, one line each')
    .argument('<path...>', 'files or folders')
    .addHelpText('after', HELP_PROOF)
    .action(async (paths: string[]) => {
      const { judgeFiles } = await import('#ledger/verify/proof-files')
      for await (const verdict of judgeFiles(paths)) {
        process.stdout.write(`${JSON.stringify(verdict)}\n`)
        if (!verdict.holds) process.exitCode = 1
      }
    })
}

export default addVerify
