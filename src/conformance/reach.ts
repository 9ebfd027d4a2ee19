import { readFile } from 'node:fs/promises'
import { openHttp2Wire } from './http2-wire.ts'
import { type Settings, UsedWrongly } from './settings.ts'
import { openWire } from './wire.ts'

/** Nothing could be asked at all; the message says of whom. */
export class NotReached extends Error {}

/** Asks everyone once that the run will ask, before the first check. Returns the key set, undefined when it was no JSON. */
export async function reachAll(settings: Settings): Promise<unknown> {
  const { url, eir, eirHttp2, jwks = urlOfKeys(url), tokenPath } = settings
  await reached(url, tokenPath, settings)
  if (eir !== undefined)
    await reached(eir, '/n5g-eir-eic/v1/equipment-status', settings, eirHttp2 ? openHttp2Wire : openWire)
  if (!/^https?:/.test(jwks)) return keySetIn(jwks)
  const { origin, pathname, search } = new URL(jwks)
  return (await reached(origin, pathname + search, settings)).json
}

const urlOfKeys = (url: string) => `${url.replace(/\/+$/, '')}/.well-known/jwks.json`

async function reached(baseUrl: string, path: string, { timeoutMs }: Settings, open = openWire) {
  const wire = open({ baseUrl, deadlineMs: timeoutMs })
  try {
    const answer = await wire.send(path)
    if (!answer.failed || answer.failed === 'larger than 64 KB') return answer
    throw new NotReached(
      `${baseUrl} cannot be reached: ${answer.failed}. Check the address, the way to it and its certificate.`,
    )
  } finally {
    wire.close()
  }
}

async function keySetIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsedWrongly(`${file} cannot be read: --jwks takes an address or a file with the key set.`)
  })
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
