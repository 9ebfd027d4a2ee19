import { mostUnits, type Way } from './planned-shift.ts'

export type NamedUnit = { readonly callSign: string; readonly by: Way }

const line = /^([A-Z0-9 -]{1,12}?)(?:[ ,;]+(FOOT|WALK|CAR|VEHICLE|VAN|BIKE))?$/

/** Units as a sergeant types them, one a line: a call sign, and "car" where they drive. On a bike one is no faster between stops than on foot. */
export function readUnits(typed: string): { readonly units: NamedUnit[] } | { readonly says: string } {
  const lines = typed
    .toUpperCase()
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)
  if (lines.length === 0) return { says: 'Enter at least one unit' }
  if (lines.length > mostUnits) return { says: `Enter at most ${mostUnits} units` }
  const units: NamedUnit[] = []
  for (const [at, one] of lines.entries()) {
    const [, callSign, by] = line.exec(one) ?? []
    if (!callSign) return { says: `Line ${at + 1}: a call sign has at most 12 letters and digits` }
    if (units.some((other) => other.callSign === callSign))
      return { says: `Line ${at + 1}: ${callSign} is there twice` }
    units.push({ callSign, by: by === 'CAR' || by === 'VEHICLE' || by === 'VAN' ? 'vehicle' : 'foot' })
  }
  return { units }
}
