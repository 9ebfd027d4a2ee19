import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { addClient } from '#http/sign-in/partner-client'
import { readStream } from '#ledger'
import type { Country } from '#lib/country'
import { emptyBase } from '#lib/imei/plane/base'
import { silentLog } from '#platform/log'
import { openClient } from '../src/eir/centre-client.ts'
import { listOver } from '../src/eir/list/shared-list.ts'
import { openCentre } from '../src/eir/readings/centre.ts'
import { openJournal } from '../src/eir/readings/journal.ts'
import { openReadings } from '../src/eir/readings/open-readings.ts'
import { runEir } from '../src/eir/run-eir.ts'
import { type Loop, openLoop } from './support/loop.ts'

const imei = '490154203237518'

async function report(loop: Loop): Promise<string> {
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const sent = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis: [imei], method: 'snatch' }),
  })
  assert.equal(sent.status, 201, await sent.clone().text())
  return ((await sent.json()) as { case: string }).case
}

/** A node of the operator `north` that lists one handset and reports to the centre of the loop. */
async function openNode(t: TestContext, loop: Loop) {
  await loop.organisation('north', 'operator')
  const { clientId, secret } = await addClient(loop.db.owner.kysely as never, 'north')
  const folder = mkdtempSync(join(tmpdir(), 'ringback-eir-'))
  const { list, plane } = listOver(emptyBase().memory, [0, 0, 0, 0], Date.now)
  list.set(Number(imei.slice(0, 14)), [{ status: 'blocked' }])
  const [stop, listening] = [new AbortController(), Promise.withResolvers<{ port: number }>()]
  const say = silentLog()
  const readings = openReadings({
    journal: await openJournal(folder),
    centre: openCentre(openClient({ url: loop.origin, clientId, secret, now: Date.now })),
    ...{ country: 'GB' as Country, nodeKey: 'a secret', onceInMs: 3_600_000, say },
  })
  const ended = runEir({
    source: { load: async () => ({ list, plane: plane.memory, asOf: Date.now() }) },
    ...{ host: '127.0.0.1', port: 0, healthPort: 0, unknown: 'unknown', readings, say, now: Date.now },
    ...{ signal: stop.signal, onListening: listening.resolve },
  })
  t.after(async () => {
    stop.abort()
    await ended
    rmSync(folder, { recursive: true })
  })
  const { port } = await listening.promise
  const attach = (pei: string) => fetch(`http://127.0.0.1:${port}/n5g-eir-eic/v1/equipment-status?pei=${pei}`)
  return { attach, list, readings }
}

test('A39 B65: a handset that an operator’s node refuses or watches is on its case', async (t) => {
  const loop = await openLoop(t)
  const theft = await report(loop)
  const { attach, list, readings } = await openNode(t, loop)
  const seen = async () =>
    (await readStream(loop.db.owner.pool, `case/${theft}`))
      .filter(({ type }) => type === 'sightings.handset-seen')
      .map(({ data }) => data as { how: string; country: string; by: string })
      .map(({ how, country, by }) => [how, country, by])
  for (let tries = 0; tries < 20; tries++) assert.equal((await attach(`imei-${imei}`)).status, 200)
  await loop.until('the refusal is on the case', async () => (await seen()).length === 1)
  assert.deepEqual(await seen(), [['refused-attach', 'GB', 'north']])

  list.set(Number(imei.slice(0, 14)), [{ status: 'tracked' }])
  assert.deepEqual(await (await attach(`imeisv-${imei.slice(0, 14)}07`)).json(), { status: 'GREYLISTED' })
  await loop.until('the attempt is delivered', async () => readings.tally.delivered === 2)
  await loop.until('the attempt is on the case', async () => (await seen()).length === 2)
  assert.deepEqual((await seen())[1], ['tracked-attach', 'GB', 'north'])
})
