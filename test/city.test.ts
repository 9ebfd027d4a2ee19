import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Purpose, Role } from '#http'
import banks from '../simulators/banks.ts'
import type { Point } from '../simulators/city/day.ts'
import type { Partner } from '../simulators/city/partners.ts'
import { personAt } from '../simulators/city/person.ts'
import { runDay } from '../simulators/city/run-day.ts'
import forces from '../simulators/forces.ts'
import type { Running } from '../simulators/frame.ts'
import mailbox from '../simulators/mailbox.ts'
import makers from '../simulators/makers.ts'
import notify from '../simulators/notify.ts'
import operators from '../simulators/operators.ts'
import pushService from '../simulators/push-service.ts'
import { openLoop, type Simulator } from './support/loop.ts'

const points: Point[] = [
  { lon: -0.1419, lat: 51.5152, borough: 'Westminster', name: 'Oxford Circus, Westminster' },
  { lon: -0.1285, lat: 51.5113, borough: 'Westminster', name: 'Leicester Square, Westminster' },
]
const hours = { from: 14 * 3600, to: 24 * 3600 }

function whereIs({ slug, name, sort, config }: Running): Partner {
  const { page = config.baseUrl } = config as { page?: string; baseUrl: string }
  return { slug, name, sort, address: new URL(page).origin }
}

test('a handful of thefts at high speed: reported, stopped everywhere, nobody wronged, and a second run joins its cases', async (t) => {
  const partners: Partner[] = []
  const listed =
    (start: Simulator): Simulator =>
    async (place) => {
      const running = [await start(place)].flat()
      partners.push(...running.map(whereIs))
      return running
    }
  const simulators = [operators, banks, makers, forces, notify, mailbox, pushService].map(listed)
  const loop = await openLoop(t, { simulators })
  await loop.organisation('demo-dealer', 'dealer')
  const folder = mkdtempSync(join(tmpdir(), 'ringback-city-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const origin = loop.config.publicUrl
  const options = {
    ...{ seed: 5, speed: 7200, thefts: 12, officers: 4, origin, folder, points, partners },
    ...{ ...hours, trouble: { down: [] }, signal: new AbortController().signal },
    ...{ say: () => undefined, progress: () => undefined, patienceMs: 3000 },
    signIn: async (account: string, purpose: string) => {
      const [, organisation = '', role = ''] = /^([^.]+)\.(.+?)(?:-\d+)?$/.exec(account) ?? []
      const { cookie } = await loop.staff(organisation, role as Role, purpose as Purpose)
      return personAt(origin, { cookie })
    },
  }
  const { rows, truth, day, observed } = await runDay(options)
  const row = (words: string) => rows.find(({ measure }) => measure.includes(words))
  assert.deepEqual(
    observed.facts.filter(({ saw }) => saw === 'failed'),
    [],
  )
  assert.equal(readFileSync(truth, 'utf8').split('\n').length, 1 + day.thefts.length + day.officers.length + 1)
  const all = row('blocked at all 14 live operators')
  assert.ok((all?.n ?? 0) > 0, JSON.stringify(all))
  assert.doesNotMatch(all?.says ?? '', /without an end/)
  for (const none of ['wrong owner', 'wrong stops', 'let in', 'own phone']) assert.notEqual(row(none)?.met, false, none)
  assert.ok((row('first message')?.n ?? 0) > 0)

  const second = await runDay({ ...options, speed: 36_000 })
  assert.match(
    second.rows.find(({ measure }) => measure === 'cases begun')?.says ?? '',
    /[1-9]\d* joined a case of an earlier run/,
  )
  assert.equal(second.rows.find(({ measure }) => measure.includes('wrong stops'))?.met, true)
})
