import type { ComplaintTables } from '#modules/victims/public'
import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'

const HELP = `
Whoever has their phone and was reported all the same reads on /not-me whom they can complain to. Name each as it is to be
read: ringback complaints set 1 --about "How the police dealt with it" --name "the complaints desk of the Met" --contact
"Call …". Name the force's own desk, who oversees the police (in England and Wales the IOPC) and who oversees data (the
ICO), each with the number that they publish. While nobody is named, the page sends people to the police on 101.
Exit codes: 0 done; 1 nobody at that place; 2 used wrongly; 3 the database is away.`

type Db = Database<ComplaintTables>
type Named = { about: string; name: string; contact: string }

/** `ringback complaints`: to whom somebody can complain of what was done with their number. */
const addComplaints: AddCommand = (program, cli) => {
  const complaints = program.command('complaints').description('whom people can complain to')
  complaints.addHelpText('after', HELP)
  complaints
    .command('set')
    .description('name who takes complaints, at a place of the list from 1 to 9')
    .argument('<place>', 'where in the list they stand')
    .requiredOption('--about <words>', 'what is complained of')
    .requiredOption('--name <name>', 'who takes it')
    .requiredOption('--contact <sentence>', 'how they are reached, without a computer')
    .action((place: string, named: Named) => work(cli, (database) => set(database, place, named)))
  complaints
    .command('remove')
    .description('take a place off the list')
    .argument('<place>', 'where in the list they stand')
    .action((place: string) => work(cli, (database) => remove(database, place)))
  complaints
    .command('list', { isDefault: true })
    .description('everybody who was named, one JSON object a line')
    .action(() => work(cli, list))
}

const say = (text: string) => process.stderr.write(`${text}\n`)
const write = (one: unknown) => process.stdout.write(`${JSON.stringify(one)}\n`)

async function work(cli: Cli, task: (database: Db) => Promise<number>): Promise<void> {
  const { lendDatabase } = await import('#platform/lend-database')
  process.exitCode = await lendDatabase(cli, { command: 'complaints', as: { owner: 'name complaint desks' } }, task)
}

async function set({ kysely }: Db, place: string, named: Named): Promise<number> {
  const { ComplaintDesk, setComplaintDesk } = await import('#modules/victims/public')
  const desk = ComplaintDesk.safeParse({ place, about: named.about, name: named.name, contact: named.contact })
  if (!desk.success) {
    const issue = desk.error.issues[0]
    say(`${issue?.path.join('.')}: ${issue?.message}`)
    return exitCodes.usedWrongly
  }
  await setComplaintDesk(kysely, desk.data)
  write(desk.data)
  return exitCodes.good
}

async function remove({ kysely }: Db, place: string): Promise<number> {
  const at = Number(place)
  const gone = Number.isInteger(at)
    ? await kysely.deleteFrom('complaint_desk').where('place', '=', at).executeTakeFirst()
    : undefined
  if (gone && gone.numDeletedRows > 0n) return exitCodes.good
  say(`Nobody is named at place ${place}: see ringback complaints.`)
  return exitCodes.foundWrong
}

async function list({ kysely }: Db): Promise<number> {
  const { complaintDesks } = await import('#modules/victims/public')
  const desks = await complaintDesks(kysely)
  for (const desk of desks) write(desk)
  if (desks.length === 0) say('Nobody is named yet: ringback complaints set 1 --about … --name … --contact …')
  return exitCodes.good
}

export default addComplaints
