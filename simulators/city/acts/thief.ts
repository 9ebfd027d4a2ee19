import type { Theft } from '../day.ts'
import { homeOf } from '../home.ts'
import { expected, type World } from '../world.ts'

/** Mobile country codes (ITU E.212) of where phones are switched on again. */
const countryCodes: Readonly<Record<string, string>> = {
  ...{ DZ: '603', CN: '460', HK: '454', NG: '621', RO: '226', AE: '424', RU: '250', GB: '234' },
}

/** The phone is still on and near: what its maker would say of where it is. */
export async function taken({ tell }: World, { imeis: [imei], maker, place }: Theft): Promise<void> {
  await tell(maker, '/_handset', { imei, position: { lon: place.lon, lat: place.lat } })
}

/** Into a foil bag: it hears nothing any more. */
export async function bag({ tell, note }: World, { id, imeis, maker }: Theft): Promise<void> {
  for (const imei of imeis) await tell(maker, '/_handset', { imei, offline: true })
  note({ saw: 'bag', theft: id })
}

/** Another SIM in, and on: a network is asked for service, and the phone calls its maker. */
export async function attach(world: World, theft: Theft, country: string): Promise<void> {
  const { id, imeis, line, maker } = theft
  const [imei = ''] = imeis
  const home = country === 'GB'
  const networks = world.partners.filter(({ sort }) => sort === 'operator')
  const any = networks[Number(line.slice(-3)) % Math.max(1, networks.length)]?.slug
  const partner = home && any ? any : homeOf(line)
  const supi = `imsi-${countryCodes[country] ?? '901'}01${imei.slice(-10)}`
  const at = Date.now()
  const said = (await world.tell(partner, '/_attach', { imei, supi, country })) as Attached | undefined
  if (said)
    world.note({ saw: 'attach', at, theft: id, partner, home, admitted: said.admitted, told: said.reported !== null })
  world.note({ saw: 'reconnect', theft: id })
  for (const one of imeis) await world.tell(maker, '/_reconnect', { imei: one, country })
}
type Attached = { admitted: boolean; reported: string | null }

/** Set up as new, at the maker. */
export async function activate(
  { tell, note }: World,
  { id, imeis: [imei], maker }: Theft,
  country: string,
): Promise<void> {
  const said = (await tell(maker, '/_activate', { imei, country })) as { activated: boolean } | undefined
  if (said) note({ saw: 'activate', theft: id, activated: said.activated })
}

/** The owner's own phone, with the owner's own SIM, at their own network. */
export async function ownPhone({ tell, note }: World, { id, imeis: [imei], line }: Theft): Promise<void> {
  const said = (await tell(homeOf(line), '/_attach', { imei, country: 'GB' })) as Attached | undefined
  if (said) note({ saw: 'own-phone', theft: id, admitted: said.admitted })
}

/** What the counter's card says in large letters. */
const cards: Readonly<Record<string, 'buy' | 'do-not-buy' | 'wait'>> = {
  ...{ BUY: 'buy', 'DO NOT BUY': 'do-not-buy', WAIT: 'wait' },
}

/** A dealer checks what they are offered, at the counter's page. */
export async function offer(world: World, { id, imeis }: Theft): Promise<void> {
  const dealer = await world.staff('demo-dealer.dealer', 'check-before-buying')
  const at = Date.now()
  const card = expected(await dealer.send('/dealer', { imei: imeis.join(' ') }), 'check at a dealer')
  const heading = /<h1[^>]*rb-answer[^>]*>(?:\s|<svg.*?<\/svg>|<[^>]*>)*([A-Z ]+)/s.exec(card.text)?.[1] ?? ''
  const answer = cards[heading.trim()] ?? 'unclear'
  world.note({ saw: 'dealer', at, theft: id, answer })
}
