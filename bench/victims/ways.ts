import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import { sentBy } from '../../test/support/case-visitor.ts'
import { enrolledPhone, twoDaysAgo } from '../../test/support/enrolling.ts'
import type { Loop } from '../../test/support/loop.ts'
import { type Effort, openReader, type Reader, secondsOf, wordsIn } from '../../test/support/reading.ts'

/** What a way in took. `confirmed`: seconds until the first network had confirmed a stop, by the partners' real delay. */
export type Took = Effort & {
  readonly way: string
  readonly seconds: number
  readonly confirmed?: number | undefined
  readonly pages: number
  readonly bytes: number
}

type World = { readonly loop: Loop; readonly browser: Browser; readonly origin: string }

/** An address as a card says it: whoever does not scan has to type it. */
const typedAddress = { taps: 1, keys: 'ringback.example/stop'.length }
/** The camera is opened, and the notice with the address pressed. */
const scanned = { taps: 2 }
const word = 'harbour'

const local = (line: string) => `0${line.slice(3)}`

async function measured(world: World, way: string, line: string, play: (reader: Reader) => Promise<void>) {
  const reader = await openReader(world.browser, world.origin)
  try {
    await play(reader)
    return await tookOf(world.loop, way, line, reader.spent())
  } finally {
    await reader.close()
  }
}

async function tookOf(loop: Loop, way: string, line: string, spent: Effort & { pages: number; bytes: number }) {
  const shown = Date.now()
  const seconds = secondsOf(spent)
  const at = await firstStop(loop, line)
  return { way, ...spent, seconds, confirmed: seconds + Math.max(0, at - shown) / 1000 }
}

/** When the first network had barred the line or blocked the handset of this number. */
async function firstStop(loop: Loop, line: string): Promise<number> {
  const number = subscriberOf(line).imeis[0]?.slice(0, 14)
  for (const end = performance.now() + 30_000; performance.now() < end; await pause(20)) {
    const { rows } = await loop.db.owner.pool.query(
      `select extract(epoch from min(b.answered_at)) * 1000 as at from action b
        where b.kind in ('block-handset', 'suspend-line') and b.state = 'acknowledged' and exists
          (select from action h where h.stream = b.stream and h.kind = 'block-handset' and h.input -> 'imeiKeys' ? $1)`,
      [number],
    )
    if (rows[0]?.at !== null) return Number(rows[0].at)
  }
  throw new Error('No network has confirmed a stop within thirty seconds.')
}

/** A: the panic card, scanned. */
export async function byCard(world: World, line: string): Promise<Took> {
  const { card } = await enrolledPhone(world.loop, { number: line })
  return measured(world, 'A panic card, scanned', line, async (reader) => {
    await reader.open(`/stop?card=${card}`, scanned)
    await reader.press('Stop the phone', { last: true })
  })
}

/** A: the same, for a phone without a camera. */
export async function byTypedCard(world: World, line: string): Promise<Took> {
  const { card } = await enrolledPhone(world.loop, { number: line })
  return measured(world, 'A panic card, typed', line, async (reader) => {
    await reader.open('/stop', typedAddress)
    await reader.type('code', card.replaceAll('-', '').toLowerCase())
    await reader.press('Stop the phone', { last: true })
  })
}

/** B: a trusted person, with the code that was sent to them. */
export async function byTrusted(world: World, line: string): Promise<Took> {
  const { trustedCode } = await enrolledPhone(world.loop, { number: line, trusted: 'friend@example.org' })
  await twoDaysAgo(world.loop)
  return measured(world, 'B trusted person, code typed', line, async (reader) => {
    await reader.open('/stop', typedAddress)
    await reader.type('code', trustedCode.replaceAll('-', '').toLowerCase())
    await reader.press('Stop the phone')
    await reader.press(`Stop A…: Phone ending in ${line.slice(-2)}`, { last: true })
  })
}

/** B: the same, by a passkey that they kept before: the page lies on their home screen, their finger answers. */
export async function byPasskey(world: World, line: string): Promise<Took> {
  const { trustedCode } = await enrolledPhone(world.loop, { number: line, trusted: 'friend@example.org' })
  const reader = await openReader(world.browser, world.origin, { javaScriptEnabled: true })
  try {
    const { page } = reader
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    const device = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const
    const holder = { hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...device, ...holder } })
    await page.goto('/mine')
    await page.getByText('First time? Use a code').click()
    await page.fill('#code', trustedCode)
    await page.getByRole('button', { name: 'Show the phone' }).click()
    await page.getByRole('button', { name: 'Keep a passkey' }).click()
    await page.getByText('Your passkey is kept').waitFor()
    await twoDaysAgo(world.loop)
    const before = reader.spent().bytes
    // The icon, and later the finger.
    await reader.open('/mine', { taps: 2 })
    await reader.press('Open with my passkey')
    await reader.press('Stop this phone', { last: true })
    const spent = reader.spent()
    return await tookOf(world.loop, 'B trusted person, passkey', line, { ...spent, bytes: spent.bytes - before })
  } finally {
    await reader.close()
  }
}

/** C: number and stop word on the page. */
export async function byWord(world: World, line: string): Promise<Took> {
  await enrolledPhone(world.loop, { number: line, more: { stopWord: word } })
  return measured(world, 'C stop word, web', line, async (reader) => {
    await reader.open('/stop', typedAddress)
    await reader.type('line', local(line))
    await reader.type('word', word)
    await reader.press('Stop the phone', { last: true })
  })
}

const commanded = async (loop: Loop, slug: string, path: string, body: object) => {
  const { rows } = await loop.db.owner.pool.query(`select config ->> 'baseUrl' as url from partner where slug = $1`, [
    slug,
  ])
  return (await fetch(`${rows[0].url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
}

/** C: a text from whoever's phone. The receipt is our answer; gateways and networks take what they take, and are not in it. */
export async function byText({ loop }: World, line: string): Promise<Took> {
  await enrolledPhone(loop, { number: line, more: { stopWord: word } })
  const said = `STOP ${local(line)} ${word}`
  const known = (await sentBy(loop)).length
  const from = performance.now()
  await commanded(loop, 'demo-notify', '/_text', { from: '+447700900777', text: said })
  const answer = await loop.until('the text is answered', async () =>
    (await sentBy(loop)).slice(known).find(({ text }) => text.startsWith('Ringback: we ask')),
  )
  // Messages are opened, the number to text is typed, then the field, then sending.
  const taps = 4
  const keys = 11 + said.length
  const networkMs = performance.now() - from
  return tookOf(loop, 'C stop word, text', line, {
    words: wordsIn(answer.text),
    taps,
    keys,
    networkMs,
    pages: 0,
    bytes: 0,
  })
}

/** So fast a telephone speaks. */
const spokenWordsAMinute = 150

/** C: a call. What is said is heard to its end. */
export async function byVoice({ loop }: World, line: string): Promise<Took> {
  await enrolledPhone(loop, { number: line, more: { stopWord: word } })
  const from = performance.now()
  const { heard } = (await commanded(loop, 'demo-voice', '/_call', { number: local(line), word })) as {
    heard: string[]
  }
  const spokenMs = (heard.reduce((sum, says) => sum + wordsIn(says), 0) / spokenWordsAMinute) * 60_000
  const networkMs = performance.now() - from + spokenMs
  // The line's number is dialled first; each of the two answers ends with the hash.
  const keys = 11 + local(line).length + 1 + word.length + 1
  return tookOf(loop, 'C stop word, call', line, { words: 0, taps: 2, keys, networkMs, pages: 0, bytes: 0 })
}

/** D: not registered. */
export async function byName(world: World, line: string): Promise<Took> {
  const { name, postcode } = subscriberOf(line)
  return measured(world, 'D not registered', line, async (reader) => {
    await reader.open('/report', typedAddress)
    await reader.choose('Yes')
    await reader.type('line', local(line))
    await reader.choose('Snatched from my hand')
    await reader.press('Block it now')
    await reader.type('name', name)
    await reader.type('postcode', postcode)
    await reader.press('Tell my network', { last: true })
  })
}

/** E: an officer types what the victim says; the talk is the reading of the questions. */
export async function byOfficer(world: World, line: string): Promise<Took> {
  await world.loop.organisation('demo-met', 'force')
  const { cookie } = await world.loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const [name = '', value = ''] = cookie.split('=')
  const { name: holder, postcode } = subscriberOf(line)
  const reader = await openReader(world.browser, world.origin)
  try {
    await reader.page.context().addCookies([{ name, value, url: world.origin }])
    await reader.open('/staff/report', { taps: 1 })
    await reader.type('line', local(line))
    await reader.choose('Snatched from a hand')
    await reader.choose('I am with them and have seen who they are')
    await reader.type('place', 'Oxford Circus')
    await reader.type('description', 'Two men on a black moped, towards Soho')
    await reader.type('name', holder)
    await reader.type('postcode', postcode)
    await reader.press('Block it now', { last: true })
    return await tookOf(world.loop, 'E officer beside them', line, reader.spent())
  } finally {
    await reader.close()
  }
}

/** Getting ready: with a trusted person, a stop word, two banks of twenty and the maker, and every question of the page read. */
export async function enrolling({ loop, browser, origin }: World, line: string): Promise<Took> {
  const reader = await openReader(browser, origin)
  try {
    await reader.open('/enrol', { taps: 1, keys: 'ringback.example/enrol'.length })
    await reader.type('line', local(line))
    await reader.type('name', subscriberOf(line).name)
    await reader.type('email', 'owner@example.org')
    await reader.type('trustedName', 'My friend')
    await reader.type('trustedContact', 'friend@example.org')
    await reader.type('stopWord', word)
    for (const named of ['HSBC (pretend)', 'Monzo (pretend)', 'Samsung (pretend)']) await reader.choose(named)
    await reader.press('Send me the code')
    const code = await loop.until('the code has come', async () => {
      const text = (await sentBy(loop)).findLast(({ to }) => to === line)?.text
      return /code: (\d{6})/.exec(text ?? '')?.[1]
    })
    await reader.type('code', code)
    await reader.press('Make my card', { last: true })
    const spent = reader.spent()
    return { way: 'enrolment', ...spent, seconds: secondsOf(spent) }
  } finally {
    await reader.close()
  }
}
