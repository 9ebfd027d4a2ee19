import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import type { TakenAlone } from '#modules/harms/public'
import type { Forwarded } from '#modules/harms/read-forward'
import { type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'
import { startOf, tryAgain } from './standard-input.ts'

const HELP = `
For the alias of an address to which people forward e-mails that look wrong. Postfix, in /etc/aliases:
  report: "|/usr/bin/ringback mail read-forward"
Its links and the addresses in it that it says it is from are compared with those of cases; the mail is not kept. It never reaches a
case: who a mail is from anybody can write. Nobody is answered, for the same reason.
What it did is said in one JSON object: taken; counted (this address told of it lately, or too many mails came within the hour); nothing
(no link in it); no-mail.
Exit codes, as a mail server reads them: 0 done, whatever it was; 2 used wrongly; 75 not now: the mail server keeps it and
tries again.`

/** From all addresses together within an hour: each can be made up. */
const mostAnHour = 600

/** `ringback mail read-forward`: one mail that somebody forwarded to us. */
export function addReadForward(mail: Command, cli: Cli): void {
  mail
    .command('read-forward')
    .description('read one forwarded e-mail from standard input, and compare its links with those of cases')
    .addHelpText('after', HELP)
    .action(async () => {
      try {
        process.stdout.write(`${JSON.stringify({ forward: await readOne(cli) })}\n`)
        process.exitCode = exitCodes.good
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        process.stderr.write(`Not now: ${why}\nThe mail server should keep this mail and try again.\n`)
        process.exitCode = tryAgain
      }
    })
}

async function readOne(cli: Cli): Promise<TakenAlone | 'no-mail'> {
  const { longestMail, readForward } = await import('#modules/harms/read-forward')
  const bytes = await startOf(process.stdin, longestMail)
  const mail = await readForward(bytes)
  if (!mail) return 'no-mail'
  if (mail.found.length === 0) return 'nothing'
  const { lendDatabase } = await import('#platform/lend-database')
  return lendDatabase(cli, { command: 'mail', pipeline: true, max: 4 }, (database) => take(cli, database, bytes, mail))
}

async function take(cli: Cli, database: Database, bytes: Buffer, { from, found }: Forwarded): Promise<TakenAlone> {
  const { openVaultOf } = await import('#http')
  const { openLedger } = await import('#ledger')
  const { loadCatalogue } = await import('#ledger/catalogue')
  const { uuidOf } = await import('#lib/ids')
  const { takeSuspicious } = await import('#modules/harms/public')
  const { takeTry } = await import('#modules/register/public')
  const { toolsFor } = await import('../../work/tools.ts')
  const [config, log, now] = [cli.config(), cli.log('mail'), () => new Date()]
  const ledger = openLedger({ database, views: [...(await loadCatalogue()).views.values()], now, random: Math.random })
  const { vault } = await openVaultOf({ config, writes: database, log, clock: now })
  // The same mail once more, because the mail server tries again, is one.
  const id = uuidOf(createHash('sha256').update(bytes).digest('hex'))
  const context = toolsFor({ database, ledger, vault, now })(
    'read-forward',
    `mail/${id}`,
    config.demo ? 'demo-public' : 'public',
  )
  const db = database.kysely as never
  if ((await takeTry(db, 'told/email', now())) > mostAnHour) return 'counted'
  const told = {
    id,
    by: 'email' as const,
    sender: vault.blind('contact', from),
    found,
    own: new URL(config.publicUrl).hostname,
  }
  return takeSuspicious({ ...context, db }, told).finally(ledger.settled)
}
