import type { UnitTables } from '#modules/victims/public'
import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'

const HELP = `
Victims read on their case page and in messages which unit has their case and how to reach it: a unit, never a person.
Write name, contact and hours as they are to be read: --name "the phone theft unit of the Met" --contact "Call 101 and
ask for them." --hours "Monday to Friday, 8 am to 6 pm." A force that names none is shown as its phone theft unit, on 101.
Messages hold no link, so a contact may name no web or e-mail address.
Exit codes: 0 done; 1 no such force; 2 used wrongly; 3 the database is away.`

type Db = Database<UnitTables>
type Named = { name: string; contact: string; hours: string }

/** `ringback unit`: which unit of a force handles cases, and how a victim reaches it. */
const addUnit: AddCommand = (program, cli) => {
  const unit = program.command('unit').description('the unit of each force that victims are told of')
  unit.addHelpText('after', HELP)
  unit
    .command('set')
    .description('name the unit that handles the cases of a force')
    .argument('<force>', 'its short name, as in ringback partner list')
    .requiredOption('--name <name>', 'as in “Your case is with …”')
    .requiredOption('--contact <sentence>', 'how a victim reaches it, without a computer')
    .requiredOption('--hours <sentence>', 'when it can be reached')
    .action((force: string, named: Named) => work(cli, (database) => set(database, force, named)))
  unit
    .command('list', { isDefault: true })
    .description('every unit that was named, one JSON object a line')
    .action(() => work(cli, list))
}

const say = (text: string) => process.stderr.write(`${text}\n`)

/** Lends the owner's database to `task`, whose answer is the exit code. */
async function work(cli: Cli, task: (database: Db) => Promise<number>): Promise<void> {
  const { lendDatabase } = await import('#platform/lend-database')
  process.exitCode = await lendDatabase(cli, { command: 'unit', as: { owner: 'name units' } }, task)
}

async function set({ kysely }: Db, force: string, named: Named): Promise<number> {
  const { nameUnit, Unit } = await import('#modules/victims/public')
  const unit = Unit.safeParse({ name: named.name, contact: named.contact, hours: named.hours })
  if (!unit.success) {
    const issue = unit.error.issues[0]
    say(`--${issue?.path.join('.')}: ${issue?.message}`)
    return exitCodes.usedWrongly
  }
  if ((await nameUnit(kysely, force, unit.data)) !== 'named') {
    say(`${force} is no force that is registered here: see ringback partner list.`)
    return exitCodes.foundWrong
  }
  process.stdout.write(`${JSON.stringify({ force, ...unit.data })}\n`)
  return exitCodes.good
}

async function list({ kysely }: Db): Promise<number> {
  const rows = await kysely.selectFrom('case_unit').selectAll().orderBy('organisation').execute()
  for (const { organisation: force, ...unit } of rows) process.stdout.write(`${JSON.stringify({ force, ...unit })}\n`)
  if (rows.length === 0) say('No unit is named yet: ringback unit set FORCE --name … --contact … --hours …')
  return exitCodes.good
}

export default addUnit
