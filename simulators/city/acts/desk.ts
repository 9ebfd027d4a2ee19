import { setTimeout as pause } from 'node:timers/promises'
import { checkDigit } from '#lib/imei/check-digit'
import { trustedCode } from '../before.ts'
import type { Theft } from '../day.ts'
import { homeOf } from '../home.ts'
import type { Person } from '../person.ts'
import { errorOn, expected, type World } from '../world.ts'

/** Who has found the phone takes the report back: by a trusted person's code, the police who took it, or the network's shop. */
export async function withdraw(world: World, theft: Theft): Promise<void> {
  const { id, line, report } = theft
  const code = report?.by === 'trusted-person' ? await trustedCode(world, theft) : undefined
  if (code) {
    const seen = await world.person(theft).send('/found', { why: 'found', code })
    // On the day of the enrolment the code only stops: then they go to a desk, as the page says.
    if (seen.status < 400 && errorOn(seen) === undefined)
      return world.note({ saw: 'withdrawn', theft: id, taken: true, why: 'trusted-person', at: seen.at })
  }
  const own = world.cases.get(id)
  if (own) {
    const handler = await world.staff('demo-met.control-room-operator', 'respond-to-theft')
    const { status, at } = await handler.json(`/api/cases/${own}/withdrawals`, { why: 'found' })
    return world.note({ saw: 'withdrawn', theft: id, taken: status < 300, why: `police ${status}`, at })
  }
  const said = (await world.tell(homeOf(line), '/_withdraw', { line, why: 'found' })) as { status: number } | undefined
  if (said) world.note({ saw: 'withdrawn', theft: id, taken: said.status < 300, why: `counter ${said.status}` })
}

const strangers = 5

/** In the evening a store scans what was seized, seizes what is matched, and gives back what can be given back. */
export async function tray(world: World, thefts: readonly Theft[]): Promise<void> {
  const desk = await world.staff('demo-met.exhibits-officer', 'return-property')
  const others = Array.from({ length: strangers }, (_, n) => strangerImei(world.day.seed, n))
  const lines = [...thefts.map(({ imeis }) => imeis.join(' ')), ...others]
  const scan = expected(await desk.json('/api/trays', { lines }), 'scan a tray')
  const { tray: id, rows } = JSON.parse(scan.text) as { tray: string; rows: Scanned[] }
  for (const { line, state, case: found } of rows)
    world.note({ saw: 'tray-row', theft: thefts[line - 1]?.id ?? `stranger-${line}`, state, case: found ?? undefined })
  expected(await desk.send(`/staff/tray/${id}`, { power: 'pace-s19' }), 'seize a tray')
  const exhibits = exhibitsOf(expected(await desk.get(`/staff/tray/${id}`), 'look at a tray').text)
  const given = rows.map(({ line, case: found }) => {
    const [theft, exhibit] = [thefts[line - 1], exhibits.get(line)]
    return theft && exhibit && found ? giveBack(world, desk, theft, { exhibit, case: found }) : undefined
  })
  await Promise.all(given)
}
type Scanned = { line: number; state: string; case: string | null }

const handingTries = 5
const againMs = 4000

/** The owner comes with an identity card and unlocks it. A case that has not heard of the find yet is asked again. */
async function giveBack(world: World, desk: Person, theft: Theft, { exhibit, case: found }: Found): Promise<void> {
  for (let tries = 1; ; tries++) {
    const form = { case: found, proof: 'unlocked-here', person: 'seen' }
    const seen = await desk.send(`/staff/exhibit/${exhibit}/return`, form)
    const wrong = seen.status < 400 ? errorOn(seen) : String(seen.status)
    if (wrong?.includes('again') && tries < handingTries) await pause(againMs)
    else
      return world.note({ saw: 'returned', theft: theft.id, taken: wrong === undefined, why: wrong ?? '', at: seen.at })
  }
}
type Found = { readonly exhibit: string; readonly case: string }

function exhibitsOf(page: string): Map<number, string> {
  const found = page.matchAll(
    /href="\/staff\/exhibit\/([0-9a-f-]{36})"[^>]*>Open<span[^>]*> the exhibit of line (\d+)/g,
  )
  return new Map([...found].map(([, exhibit = '', line]) => [Number(line), exhibit]))
}

/** A handset of nobody in this day. */
function strangerImei(seed: number, n: number): string {
  const body = `86${String((seed * 7919 + n * 104_729) % 1_000_000_000_000).padStart(12, '0')}`
  return body + checkDigit(body)
}
