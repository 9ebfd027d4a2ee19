import { setTimeout as pause } from 'node:timers/promises'
import type { Theft } from './day.ts'
import { emailOf, trustedOf } from './facts.ts'
import { homeOf, rangeOf } from './home.ts'
import { manyAtOnce } from './many-at-once.ts'
import { type Message, messagesOf } from './partners.ts'
import { banksOf, mayLocate } from './schedule.ts'
import { errorOn, expected, type World } from './world.ts'

const sideBySide = 12
const secret = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/

export const banksIn = ({ partners }: World): string[] =>
  partners
    .filter(({ sort }) => sort === 'bank')
    .map(({ slug }) => slug)
    .sort()

/** Operators know who holds which line, and makers whose account each handset is on. */
export async function introduce({ day, partners, tell }: World): Promise<void> {
  const owners = day.thefts.map(({ line, holder, imeis }) => ({ line, ...holder, imeis }))
  const homes = Map.groupBy(owners, ({ line }) => homeOf(line))
  const ported = owners.filter(({ line }) => rangeOf(line) !== homeOf(line))
  for (const [slug, gone] of Map.groupBy(ported, ({ line }) => rangeOf(line)))
    await tell(slug, '/_left', { lines: gone.map(({ line }) => line) })
  for (const [slug, subscribers] of homes) await tell(slug, '/_subscribers', subscribers)
  const accounts = owners.map(({ line, imeis }) => ({ line, imeis }))
  for (const { slug, sort } of partners) if (sort === 'maker') await tell(slug, '/_accounts', accounts)
}

/** Those who prepared: by the same pages as everybody, with the code from their own phone. */
export async function enrolAll(
  world: World,
  show: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const enrolled = world.day.thefts.filter((theft) => theft.enrolled)
  let done = 0
  await manyAtOnce(enrolled, sideBySide, signal, async (theft) => {
    try {
      await enrol(world, theft)
      world.note({ saw: 'enrolled', theft: theft.id })
    } catch (error) {
      world.note({ saw: 'not-enrolled', theft: theft.id })
      world.note({ saw: 'failed', what: 'enrol', why: String(error) })
    }
    show(++done, enrolled.length)
  })
}

async function enrol(world: World, theft: Theft): Promise<void> {
  const person = world.person(theft)
  const asked = new Date(Date.now() - 50).toISOString()
  const confirm = expected(
    await person.send('/enrol', {
      ...{ line: theft.line, name: theft.holder.name, email: emailOf(theft), maker: theft.maker },
      ...{ trustedName: 'A friend (pretend)', trustedContact: trustedOf(theft), banks: banksOf(theft, banksIn(world)) },
      ...{ mayLocate: mayLocate(theft) ? 'yes' : 'no', imei: theft.imeis.join(' ') },
    }),
    'enrol',
  )
  const path = confirm.url.slice(new URL(confirm.url).origin.length)
  if (!path.startsWith('/enrol/confirm')) throw new Error(errorOn(confirm) ?? 'the page asked again')
  const text = await messageTo(world, theft.line, asked, /code: \d{6}/)
  const code = /code: (\d{6})/.exec(text.text)?.[1] ?? ''
  const card = secret.exec(expected(await person.send(path, { code }), 'confirm').text)?.[0]
  if (!card) throw new Error('no card was shown')
  world.secrets.set(theft.id, { card })
}

/** The friend looks into their mailbox for the code that was sent when the owner prepared. */
export async function trustedCode(world: World, theft: Theft): Promise<string | undefined> {
  const known = world.secrets.get(theft.id)
  if (!known || known.trusted) return known?.trusted
  const mail = await messageTo(world, trustedOf(theft), '', secret).catch(() => undefined)
  const code = mail && secret.exec(mail.text)?.[0]
  if (code) known.trusted = code
  return code
}

/** The newest message to an address that reads so, as a person waits for it. */
async function messageTo({ partners, patienceMs }: World, to: string, after: string, words: RegExp) {
  const gateways = partners.filter(({ sort, slug }) => sort === 'gateway' && slug !== 'demo-push')
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(400)) {
    const all = (await Promise.all(gateways.map(messagesShared))).flat()
    const mine = all.filter((one) => one.to === to && one.at >= after && words.test(one.text))
    const newest = mine.sort((a, b) => (a.at < b.at ? 1 : -1))[0]
    if (newest) return newest
  }
  throw new Error('no code came (a number that is reported stolen gets none)')
}

/** Many people look at the same moment: one look at the gateway does for all of them. */
const looks = new Map<string, { readonly at: number; readonly messages: Promise<Message[]> }>()
function messagesShared(gateway: Parameters<typeof messagesOf>[0]): Promise<Message[]> {
  const known = looks.get(gateway.address)
  if (known && Date.now() - known.at < 300) return known.messages
  const messages = messagesOf(gateway)
  looks.set(gateway.address, { at: Date.now(), messages })
  return messages
}
