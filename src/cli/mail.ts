import type { Bounce } from '#lib/bounce'
import type { BounceTaken } from '#modules/victims/public'
import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { addReadForward } from './mail/read-forward.ts'
import { startOf, tryAgain } from './mail/standard-input.ts'

const HELP = `
For the alias of the address that the SMTP gateway names as --set bounces=…: a mail server writes there when it cannot
deliver. Postfix, in /etc/aliases:  bounces: "|/usr/bin/ringback mail read-bounce"   Exim reads the same line.
A report counts only by the Message-ID of a mail that we sent; what it says of addresses is not read. It puts that one
message before a person, and changes nothing else.
What it did is said in one JSON object: noted; known; waits (the mail server goes on trying); not-ours; no-report (any other
mail: nobody reads this address, and no answer is sent, for its sender may be forged).
Exit codes, as a mail server reads them: 0 done, whatever it was; 2 used wrongly; 75 not now: the mail server keeps it and
tries again.`

/** `ringback mail`: what a mail server hands to us. */
const addMail: AddCommand = (program, cli) => {
  const mail = program
    .command('mail')
    .description('what comes back of the mail that we send, and what people forward to us')
  addReadForward(mail, cli)
  mail
    .command('read-bounce')
    .description('read one delivery report from standard input, and note the message that did not arrive')
    .addHelpText('after', HELP)
    .action(async () => {
      try {
        process.stdout.write(`${JSON.stringify({ bounce: await readOne(cli) })}\n`)
        process.exitCode = exitCodes.good
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        process.stderr.write(`Not now: ${why}\nThe mail server should keep this mail and try again.\n`)
        process.exitCode = tryAgain
      }
    })
}

async function readOne(cli: Cli): Promise<BounceTaken | 'no-report'> {
  const { longestBounce, readBounce } = await import('#lib/bounce')
  const bounce = await readBounce(await startOf(process.stdin, longestBounce))
  if (!bounce) return 'no-report'
  const { lendDatabase } = await import('#platform/lend-database')
  return lendDatabase(cli, { command: 'mail', pipeline: true, max: 4 }, (database) => take(cli, database, bounce))
}

async function take(cli: Cli, database: Database, bounce: Bounce): Promise<BounceTaken> {
  const { openVaultOf } = await import('#http')
  const { openLedger } = await import('#ledger')
  const { loadCatalogue } = await import('#ledger/catalogue')
  const { tellOfLost } = await import('#modules/safeguards/public')
  const { takeBounce } = await import('#modules/victims/public')
  const { partnerSecret } = await import('../work/open-work.ts')
  const { toolsFor } = await import('../work/tools.ts')
  const [config, log, now] = [cli.config(), cli.log('mail'), () => new Date()]
  const ledger = openLedger({ database, views: [...(await loadCatalogue()).views.values()], now, random: Math.random })
  const { vault } = await openVaultOf({ config, writes: database, log, clock: now })
  const toolsOf = toolsFor({ database, ledger, vault, now })
  const noteFor = (tenant: string) => {
    const tools = toolsOf('read-bounce', 'bounce', tenant)
    const reveal = (refs: readonly VaultRef[]) => tools.vault.reveal('change', 'inform-victim', refs)
    return {
      execute: tools.execute,
      tellOwner: (message: Parameters<typeof tellOfLost>[1]) => tellOfLost({ ...tools, reveal }, message),
    }
  }
  const secretOf = (gateway: string) => partnerSecret(config.dataDir, gateway)
  return takeBounce({ db: database.kysely as never, secretOf, noteFor }, bounce).finally(ledger.settled)
}

export default addMail
