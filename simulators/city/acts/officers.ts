import type { Officer } from '../day.ts'
import { type Message, messagesOf } from '../partners.ts'
import type { Person } from '../person.ts'
import { positionOf } from '../schedule.ts'
import { expected, type World } from '../world.ts'

const accountOf = ({ number }: Officer) => `demo-met.response-officer-${number + 1}`
const signedIn = (world: World, officer: Officer): Promise<Person> =>
  world.staff(accountOf(officer), 'respond-to-theft')
const pushService = ({ partners }: World) => partners.find(({ slug }) => slug === 'demo-push')

/** Begins a shift: on duty, with a position, and a device that shows alerts. */
export async function goOnDuty(world: World, officer: Officer, at: number): Promise<void> {
  const person = await signedIn(world, officer)
  expected(await person.send('/staff/patrol', { do: 'start', callSign: `P${officer.number + 1}` }), 'go on duty')
  await move(world, officer, at)
  const gateway = pushService(world)
  if (!gateway) return
  const subscription = (await world.tell(gateway.slug, '/_subscribe', {})) as { endpoint: string }
  expected(await person.json('/api/patrol/device', subscription), 'take alerts on a device')
  world.note({ saw: 'device', officer: officer.number, endpoint: subscription.endpoint })
}

export async function move(world: World, officer: Officer, at: number): Promise<void> {
  const person = await signedIn(world, officer)
  const { lon, lat } = positionOf(officer, at)
  expected(await person.json('/api/patrol/position', { lon, lat, accuracyMetres: 20 }), 'say where an officer is')
  world.note({ saw: 'position', officer: officer.number, lon, lat })
}

export async function goOffDuty(world: World, officer: Officer): Promise<void> {
  expected(await (await signedIn(world, officer)).send('/staff/patrol', { do: 'end' }), 'end a shift')
  world.note({ saw: 'off-duty', officer: officer.number })
}

/** Officers look when their device shows something new, and answer: two of three go. */
export function watchDevices(world: World, since: string): () => Promise<void> {
  const known = new Set<string>()
  return async () => {
    const gateway = pushService(world)
    if (!gateway) return
    const fresh = (await messagesOf(gateway)).filter(({ id, at }) => at >= since && !known.has(id))
    for (const one of fresh) known.add(one.id)
    const devices = new Map(
      world.facts.flatMap((fact) => (fact.saw === 'device' ? [[fact.endpoint, fact.officer]] : [])),
    )
    const rung = new Set(fresh.flatMap(({ to }: Message) => devices.get(to) ?? []))
    await Promise.all([...rung].map((number) => answer(world, number)))
  }
}

async function answer(world: World, number: number): Promise<void> {
  const officer = world.day.officers.find((one) => one.number === number)
  if (!officer) return
  const person = await signedIn(world, officer)
  const { text } = expected(await person.get('/staff/patrol'), 'look at alerts')
  const open = text.matchAll(/name="alert" value="([^"]+)">\s*<input type="hidden" name="case" value="([^"]+)"/g)
  for (const [, alert = '', theft = ''] of open) {
    if (text.includes(`id="going-${alert}"`) && text.includes(`id="cannot-${alert}"`)) {
      const says = number % 3 === 0 ? 'cannot' : 'going'
      await person.send('/staff/patrol', { do: 'answer', alert, case: theft, answer: says })
    }
  }
}
