import { setTimeout as pause } from 'node:timers/promises'
import { banksIn, trustedCode } from '../before.ts'
import type { Theft } from '../day.ts'
import { emailOf } from '../facts.ts'
import type { Person, Seen } from '../person.ts'
import { banksOf, type Way } from '../schedule.ts'
import { errorOn, expected, type World } from '../world.ts'

type Told = { readonly theft: Theft; readonly by: Way; readonly again: boolean }

/** Somebody tells of a theft, in their way. Who never got a card reports as everybody can. */
export async function report(world: World, told: Told): Promise<void> {
  const { theft, by } = told
  if (by === 'call-handler') return toCallHandler(world, told)
  const card = world.secrets.get(theft.id)?.card
  const code = by === 'panic-card' ? card : by === 'trusted-person' ? await trustedCode(world, theft) : undefined
  return code ? byCode(world, told, code) : onBorrowedPhone(world, { ...told, by: 'borrowed-phone' })
}

/** A page, with the time that it took. */
async function timed(world: World, look: Promise<Seen>): Promise<Seen> {
  const began = Date.now()
  const seen = await look
  world.note({ saw: 'page', ms: seen.at - began, status: seen.status })
  return seen
}

const joinedWords = /This phone was reported before/
const opensWords = /see your case/
/** The receipt looks again by itself: after five seconds there, much shortened here. */
const [looks, lookMs] = [40, 250]
const thinkingMs = [150, 600] as const

/** Number, what happened and where; then name and birth date. Whoever means harm knows the number only. */
async function onBorrowedPhone(world: World, { theft, ...told }: Told): Promise<void> {
  const person = world.person(theft)
  const noted = { theft: theft.id, by: told.by, again: told.again }
  await timed(world, person.get('/report'))
  const { line, method, place } = theft
  const form = { line: national(line), method, place: place.name }
  const first = expected(await timed(world, person.send('/report', form)), 'report')
  const token = /name="token" value="([^"]*)"/.exec(first.text)?.[1]
  if (!token && !joinedWords.test(first.text) && !first.url.endsWith('/report/receipt'))
    throw new Error(errorOn(first) ?? /<h1[^>]*>([^<]+)/.exec(first.text)?.[1]?.trim() ?? 'the page asked again')
  const taken = first.at
  if (theft.later === 'malicious' || !token) {
    world.note({ saw: 'claim', at: taken, ...noted, joined: !token })
    return
  }
  await pause(thinkingMs[0] + Math.random() * (thinkingMs[1] - thinkingMs[0])) // typing the name, much shortened
  const who = { token, name: theft.holder.name, born: asTyped(theft.holder.born), postcode: '' }
  const receipt = expected(await timed(world, person.send('/report/who', who)), 'who')
  const opens = await untilItOpens(person, receipt)
  // What a bare number began opens with the network's yes; a case that others began does not.
  const joined = joinedWords.test(receipt.text) || !opens
  world.note({ saw: 'claim', at: taken, ...noted, joined })
  world.note({ saw: 'proved', at: receipt.at, ...noted, joined })
  if (!joined) await addDetails(world, theft)
}

async function untilItOpens(person: Person, receipt: Seen): Promise<boolean> {
  if (opensWords.test(receipt.text)) return true
  for (let look = 0; look < looks; look++) {
    await pause(lookMs)
    if (opensWords.test((await person.get('/report/receipt')).text)) return true
  }
  return false
}

/** Still on the borrowed phone: which banks, and where to write to. */
async function addDetails(world: World, theft: Theft): Promise<void> {
  const person = world.person(theft)
  const banks = banksOf(theft, banksIn(world))
  if (banks.length > 0) {
    const named = expected(await person.send('/case/details/phone', { banks, had: '' }), 'name banks')
    if (!errorOn(named)) world.note({ saw: 'banks-named', theft: theft.id, at: named.at })
  }
  const told = expected(
    await person.send('/case/details/contact', { contact: emailOf(theft), alone: 'yes' }),
    'contact',
  )
  if (!errorOn(told) && told.url.endsWith('/case/details')) world.note({ saw: 'contact', theft: theft.id, at: told.at })
}

/** Who stops a phone by a code has said no place yet. */
async function addPlace(world: World, theft: Theft): Promise<void> {
  const said = await world.person(theft).send('/case/details/where', { place: theft.place.name, when: agoOf(theft) })
  if (said.status >= 400 || errorOn(said) || !said.url.endsWith('/case/details')) return
  world.note({ saw: 'placed', theft: theft.id, at: said.at })
}

/** The printed card, or the code of a trusted person, at whatever phone is near. */
async function byCode(world: World, { theft, by, again }: Told, code: string): Promise<void> {
  const person: Person = world.person(theft)
  await timed(world, person.get('/stop'))
  const receipt = expected(
    await timed(world, person.send('/stop', { code, method: theft.method, danger: 'no', sure: 'yes' })),
    'stop',
  )
  const wrong = errorOn(receipt)
  if (wrong) throw new Error(wrong)
  const noted = { theft: theft.id, by, again, joined: joinedWords.test(receipt.text), at: receipt.at }
  world.note({ saw: 'claim', ...noted })
  world.note({ saw: 'proved', ...noted })
  if (by === 'panic-card' && theft.place.name) await addPlace(world, theft)
}

/** A call handler types while the victim speaks, and reads the number back, into the force's own system, which calls the API. */
async function toCallHandler(world: World, { theft, by, again }: Told): Promise<void> {
  const { line, method, place, imeis, knowsImei } = theft
  const handler = await world.staff('demo-met.control-room-operator', 'respond-to-theft')
  const where = place.name ? { place: { text: place.name, lon: place.lon, lat: place.lat, when: timeOf(theft) } } : {}
  const said = { number: line, readBack: true, method, ...where, ...(knowsImei && { imeis }) }
  const answer = expected(await timed(world, handler.json('/api/reports', said)), 'report by call')
  const { case: theirs, joined = false } = JSON.parse(answer.text) as { case: string; joined?: boolean }
  world.cases.set(theft.id, theirs)
  const noted = { theft: theft.id, by, again, joined, case: theirs, at: answer.at }
  world.note({ saw: 'claim', ...noted })
  world.note({ saw: 'proved', ...noted })
}

/** How long after the theft it is told of. The day may be played faster: what counts is the time between the two. */
const minutesSince = ({ at, report }: Theft) => Math.max(1, Math.round(((report?.at ?? at) - at) / 60))
const timeOf = (theft: Theft) => new Date(Date.now() - minutesSince(theft) * 60_000).toISOString()
function agoOf(theft: Theft): string {
  const minutes = minutesSince(theft)
  return minutes < 90 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`
}

/** As people write a number, and a date. */
const national = (line: string) => line.replace(/^\+44(\d{4})(\d{6})$/, '0$1 $2')
const asTyped = (date: string) => date.split('-').reverse().map(Number).join(' ')
