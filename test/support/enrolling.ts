import { openVaultOf } from '#http'
import type { JobDefinition } from '#ledger'
import { readLine } from '#lib/line'
import { type Database, openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import type { VaultRef } from '#platform/vault-ref'
import { toolsFor } from '../../src/work/tools.ts'
import type { Loop } from './loop.ts'

type Owner = {
  readonly number: string
  /** Its phone, which a shop sold to this number. */
  readonly imei?: string
  readonly trusted?: string
  readonly email?: string
  /** Further fields of the form. */
  readonly more?: Readonly<Record<string, string>>
}

/** Sends a form as a browser without JavaScript does. */
export const sendForm = (
  loop: Loop,
  address: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  fetch(`${loop.origin}${address}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: loop.config.publicUrl, ...headers },
    body: new URLSearchParams(form),
  })

/** A gateway that is there and carries nothing yet: what it is owed stands in the record. */
export async function quietGateway(loop: Loop): Promise<void> {
  await loop.organisation('demo-texts', 'insurer')
  await loop.db.owner.pool.query(
    `insert into partner (slug, connector, config, paused) values ('demo-texts', 'notify', '{}', true)`,
  )
}

/** Opens the vault as only a test may. */
async function withVault<Found>(
  loop: Loop,
  use: (vault: Awaited<ReturnType<typeof openVaultOf>>['vault'], database: Database) => Promise<Found>,
): Promise<Found> {
  const writes = openDatabase(loop.db.serverUrl, { max: 1 })
  try {
    const { vault } = await openVaultOf({ config: loop.config, writes, log: silentLog(), clock: () => new Date() })
    return await use(vault, writes)
  } finally {
    await writes.close()
  }
}

const look = { actor: 'system:test', tenant: 'demo-public', purpose: 'run-system', act: 'look', request: 'test' }

/** What the vault holds under references; what was erased is left out. */
export const vaultValues = (loop: Loop, refs: readonly string[]): Promise<unknown[]> =>
  withVault(loop, async (vault, { kysely }) => {
    const found = await kysely.transaction().execute((trx) => vault.reveal(trx as never, refs as VaultRef[], look))
    return [...found.values()].flatMap((one) => (one.erased ? [] : [one.value]))
  })

/** What the vault holds under a reference. */
export async function vaultValue(loop: Loop, ref: string): Promise<Record<string, unknown>> {
  const [value] = await vaultValues(loop, [ref])
  if (!value) throw new Error(`Nothing under ${ref}.`)
  return value as Record<string, unknown>
}

/** Runs a job once, as if it were `now`. */
export const runJobAt = (loop: Loop, job: JobDefinition, now: Date): Promise<void> =>
  withVault(loop, async (vault, database) => {
    const tools = toolsFor({ database, vault, ledger: undefined as never, now: () => now })
    await job.run(tools(job.name, 'job', 'demo-public'))
  })

/** Asks for a card: the address of the page that waits for the code, and the code as the text to the number says it. */
export async function askForCard(
  loop: Loop,
  { number, imei = '', trusted = '', email = 'a@example.org', more = {} }: Owner,
) {
  const sent = await sendForm(loop, '/enrol', {
    ...{ line: number, name: 'A Name', email, trustedName: trusted && 'B Name', trustedContact: trusted },
    ...{ maker: '', mayLocate: 'no', imei, ...more },
  })
  if (sent.status !== 303) throw new Error(`No code was sent: ${sent.status} ${await sent.text()}`)
  const address = sent.headers.get('location') ?? ''
  const { code } = await vaultValue(loop, address.split('ticket=')[1] ?? '')
  return { address, code: String(code) }
}

/** A shop sells a phone to whoever has this number, and puts it in the register. */
export async function sellPhone(loop: Loop, imei: string, contact: string): Promise<void> {
  await loop.organisation('demo-phone-shop', 'dealer')
  const { cookie } = await loop.staff('demo-phone-shop', 'dealer', 'check-before-buying')
  const sent = await fetch(`${loop.origin}/api/handsets`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis: [imei], channel: 'point-of-sale', owner: { name: 'A Name', contact } }),
  })
  if (sent.status !== 201) throw new Error(`The phone was not sold: ${sent.status} ${await sent.text()}`)
}

/** The owner puts the SIM into that phone: the operator of the number, where one runs, sees it. */
export async function usePhone(loop: Loop, imei: string, number: string): Promise<void> {
  const line = readLine(number)
  const { rows } = await loop.db.owner.pool.query<{ url: string }>(
    `select config ->> 'baseUrl' as url from partner, jsonb_array_elements_text(config -> 'numberRanges') as range
      where starts_with($1, range)`,
    [line],
  )
  for (const { url } of rows)
    await fetch(`${url}/_subscribers`, { method: 'POST', body: JSON.stringify([{ line, imeis: [imei] }]) })
}

/** Waits until the network has seen the line of a report in this phone, so that a buyer is told of it. */
export const untilSeenIn = (loop: Loop, imei: string) =>
  loop.until('the network has seen the line in this phone', async () => {
    const { rowCount } = await loop.db.owner.pool.query(
      `select from imei_status where imei_key = $1 and status <> 'clear' and (until is null or until > now())`,
      [imei.slice(0, 14)],
    )
    return rowCount === 1
  })

/** An owner who has got ready: their printed card, and the trusted person's code when one was named. */
export async function enrolledPhone(loop: Loop, owner: Owner): Promise<{ card: string; trustedCode: string }> {
  if (owner.imei) {
    await sellPhone(loop, owner.imei, owner.number)
    await usePhone(loop, owner.imei, owner.number)
  }
  return enrol(loop, owner)
}

/** As if everybody who has enrolled had done it two days before: only then may a trusted person's code start a phone. */
export async function twoDaysAgo(loop: Loop): Promise<void> {
  await loop.db.owner.pool.query(`update stop_secret set at = at - interval '2 days'`)
}

/** Whoever gets the code that was sent to the number, with an IMEI as they like to type it. */
export async function enrol(loop: Loop, owner: Owner): Promise<{ card: string; trustedCode: string }> {
  const { address, code } = await askForCard(loop, owner)
  const page = await (await sendForm(loop, address, { code })).text()
  const card = /rb-card__number[^>]*>([0-9A-Z-]{14})</.exec(page)?.[1]
  if (!card) throw new Error(`No card: ${page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')}`)
  const { rows } = await loop.db.owner.pool.query(
    `select owes from event where type = 'register.handset-enrolled' order by id desc limit 1`,
  )
  const message = rows[0]?.owes?.[0]?.input?.message
  const said = message ? String((await vaultValue(loop, message)).text) : ''
  return { card, trustedCode: /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(said)?.[0] ?? '' }
}
