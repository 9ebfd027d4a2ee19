import assert from 'node:assert/strict'
import type { Purpose, Role } from '#http'
import { lonLatOf } from '#lib/geo/grid'
import type { Loop } from './loop.ts'

/** Somebody of a force with a browser and no script. */
export async function staff(loop: Loop, role: Role, purpose: Purpose, force = 'demo-met') {
  const { cookie, id } = await loop.staff(force, role, purpose)
  const headers = { cookie, origin: loop.config.publicUrl }
  const get = (path: string) => fetch(loop.origin + path, { headers: { cookie } })
  const page = async (path: string) => {
    const answer = await get(path)
    const text = await answer.text()
    assert.equal(answer.status, 200, `${path} ${text}`)
    return text.replaceAll(/\s+/g, ' ')
  }
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(loop.origin + path, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers },
    })
    const text = await answer.text()
    return { status: answer.status, to: answer.headers.get('location') ?? '', text: text.replaceAll(/\s+/g, ' ') }
  }
  const at = ({ easting, northing }: { easting: number; northing: number }) =>
    fetch(`${loop.origin}/api/patrol/position`, {
      method: 'POST',
      body: JSON.stringify({ ...lonLatOf({ easting, northing }), accuracyMetres: 10 }),
      headers: { ...headers, 'content-type': 'application/json' },
    })
  return { id, cookie, get, page, send, at }
}
export type Person = Awaited<ReturnType<typeof staff>>
