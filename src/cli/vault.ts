import type { AddCommand } from '#platform/cli'

const HELP_ROTATE = `
Before: put the new key first in RINGBACK_KEK (new:KEY,old:KEY) and start everything again, so that all know both.
Rotate while serving; it can be stopped and run again. After: take the old key out, and destroy it.
The id of a key made in the data folder is named by the start that misses it (local-…).

Exit codes: 0 all keys are under the current one; 1 some were held by others, run it again; 3 could not be done.`

/** `ringback vault`: keys, erasure and review of personal data. None of it shows any. */
const addVault: AddCommand = (program, cli) => {
  const vault = program.command('vault').description('personal data: rotate its keys, erase a person, list what is due')
  vault
    .command('rotate')
    .description('wrap the keys of all people under the current key-encryption key, while serving')
    .option('--json', 'print one JSON object {rewrapped, held}')
    .addHelpText('after', HELP_ROTATE)
    .action(async (options: { json?: boolean }) => {
      const { rotate } = await import('./vault/vault-commands.ts')
      process.exitCode = await rotate(options, cli)
    })
  vault
    .command('erase')
    .description('erase all personal data of one subject for ever; its references and the ledger stay')
    .argument('<subject>', 'the UUID under which the vault keeps the person')
    .requiredOption('--why <code>', 'a code, such as owner-asked or retention-ended; never words about the person')
    .requiredOption('--yes', 'this cannot be undone')
    .option('--json', 'print one JSON object {subject, done, records}')
    .action(async (subject: string, options: { why: string; json?: boolean }) => {
      const { erase } = await import('./vault/vault-commands.ts')
      process.exitCode = await erase(subject, options, cli)
    })
  vault
    .command('review-list')
    .description('count, by class, the records that someone must decide to keep or erase; no content')
    .option('--refs <most>', 'also print this many references, the longest waiting first')
    .option('--json', 'print one JSON object {due, refs}')
    .action(async (options: { refs?: string; json?: boolean }) => {
      const { reviewList } = await import('./vault/vault-commands.ts')
      process.exitCode = await reviewList(options, cli)
    })
}

export default addVault
