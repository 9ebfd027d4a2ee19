import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { Role } from '#http'
import { checkDigit } from '#lib/imei/check-digit'
import { ReportedCells } from '#modules/patrol/cells/reported-cells'
import { kinds } from '#partners'
import { localSecret } from '#platform/local-secret'
import { reportFromBorrowedPhone } from './support/case-visitor.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { thefts } from './support/thefts.ts'

let serial = 0
/** A handset of its own for each theft: one theft is one case. */
const imei = () => {
  const key = `3569380${String(++serial).padStart(7, '0')}`
  return key + checkDigit(key)
}

/** An officer with a browser and no script: signed in, on duty, at a place. */
async function officer(
  loop: Loop,
  place: string,
  { role = 'response-officer' as Role, force = 'demo-met', covert = '' } = {},
) {
  const { cookie, id } = await loop.staff(force, role, 'respond-to-theft')
  const send = (fields: Record<string, string>) =>
    fetch(`${loop.origin}/staff/patrol`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields),
      headers: { cookie, origin: loop.config.publicUrl },
    })
  const page = async (path = '/staff/patrol') => {
    const answer = await fetch(loop.origin + path, { headers: { cookie } })
    assert.equal(answer.status, 200, await answer.clone().text())
    return (await answer.text()).replaceAll(/\s+/g, ' ')
  }
  const json = (path: string, body: object) =>
    fetch(loop.origin + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' },
    })
  const started = await send({ do: 'start', place, callSign: '', covert })
  assert.equal(started.status, 303, await started.text())
  return { id, cookie, send, page, json }
}

const toldOf = async ({ db }: Loop, theft: string) => {
  const { rows } = await db.owner.pool.query<{
    officer: string
    verified: boolean
    alert: string
    description: string
  }>('select * from officer_alert where case_id = $1 order by turn', [theft])
  return rows
}

test('patrol, through the whole system', async (whole) => {
  const loop = await openLoop(whole)
  await loop.organisation('demo-met', 'force')
  const report = await thefts(whole, loop)
  const clear = () => loop.db.owner.pool.query('delete from duty')

  await whole.test(
    'B68: a report with a place is on the page of the officers in the area within seconds, and of nobody else',
    async () => {
      await clear()
      const near = await officer(loop, 'Oxford Circus')
      const far = await officer(loop, 'Brixton station')
      const theft = await report.report({ place: { text: 'outside oxford circus tube' }, imei: imei() })
      await loop.until('the officer is told', async () => (await toldOf(loop, theft)).length > 0)
      assert.deepEqual(
        (await toldOf(loop, theft)).map((one) => one.officer),
        [near.id],
      )
      const page = await near.page()
      assert.match(page, /Phone snatched/)
      assert.match(page, /Near <strong>Oxford Circus<\/strong>, where you are/)
      assert.match(page, /Do not chase/)
      assert.match(await far.page(), /No alert in the last half hour/)
    },
  )

  await whole.test(
    'ladder row 0: an alert on a claim is marked unverified, is no ground to stop anyone, and says nothing of a person',
    async () => {
      await clear()
      const near = await officer(loop, 'Oxford Circus')
      const theft = await report.report({
        place: { text: 'Oxford Circus, a tall man in a zebra coat ran towards Bond Street station' },
        description: 'a tall man in a zebra coat',
        imei: imei(),
      })
      await loop.until('the officer is told', async () => (await toldOf(loop, theft)).length > 0)
      const page = await near.page()
      assert.match(page, /Not verified/)
      assert.match(page, /no ground to stop anyone by itself/)
      assert.match(page, /They went <strong>west<\/strong>/)
      assert.doesNotMatch(page, /zebra|tall|man /)
      await report.prove(theft, 'operator-counter')
      await loop.until('the alert is verified', async () => (await toldOf(loop, theft))[0]?.verified)
      assert.match(await near.page(), /Verified:.*zebra coat/)
      assert.equal((await toldOf(loop, theft)).length, 1, 'the same alert: it took no second turn')
    },
  )

  await whole.test('an officer answers, and the control room sees who goes; each look is audited', async () => {
    await clear()
    const near = await officer(loop, 'Oxford Circus')
    const theft = await report.report({ place: { text: 'Oxford Circus' }, means: 'police-handler', imei: imei() })
    const [told] = await loop.until('the officer is told', async () => {
      const rows = await toldOf(loop, theft)
      return rows.length > 0 && rows
    })
    assert.ok(told)
    const page = await near.page()
    assert.match(page, /I am going/)
    const answer = { do: 'answer', alert: told.alert, case: theft, answer: 'going' }
    assert.equal((await near.send(answer)).status, 303)
    assert.match(await near.page(), /You said: <strong>I am going/)
    const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
    const room = await (await fetch(`${loop.origin}/staff/alerts`, { headers: { cookie } })).text()
    assert.match(room.replaceAll(/\s+/g, ' '), /response officer<\/th><td class="govuk-table__cell">goes/)
    const { rows } = await loop.db.owner.pool.query(
      'select count(*)::int as looks from audit where subject = $1 and actor = $2',
      [`alert/${told.alert}`, `staff:${near.id}`],
    )
    assert.ok(rows[0].looks >= 1)
  })

  await whole.test(
    'DOMAIN 1: in safe mode no place goes to anybody, unless an officer is with the victim',
    async () => {
      await clear()
      await officer(loop, 'Oxford Circus')
      const hidden = await report.report({
        place: { text: 'Oxford Circus' },
        safeMode: true,
        means: 'police-handler',
        imei: imei(),
      })
      const shown = await report.report({
        place: { text: 'Oxford Circus' },
        safeMode: true,
        means: 'officer-present',
        imei: imei(),
      })
      await loop.until('the second is told', async () => (await toldOf(loop, shown)).length > 0)
      assert.deepEqual(await toldOf(loop, hidden), [])
    },
  )

  await whole.test(
    'A5: who says on the report that they are in danger comes first on the officer’s page; their own page says neither that nor the place',
    async () => {
      await clear()
      const near = await officer(loop, 'Oxford Circus')
      const inDanger = { method: 'robbery', place: 'Oxford Circus', danger: 'yes' }
      const victim = await reportFromBorrowedPhone(loop, '07700 900177', inDanger)
      await loop.until('the officer is told', async () => (await toldOf(loop, victim.case)).length > 0)
      // Robbed, and in danger still: that is an hour.
      await loop.until('its hour is counted', async () => {
        const sql = `select from theft_cell where method = 'robbery' and happened = at`
        return (await loop.db.owner.pool.query(sql)).rowCount === 1
      })
      const later = await report.report({ place: { text: 'Oxford Circus' }, imei: imei() })
      await loop.until('of the later one too', async () => (await toldOf(loop, later)).length > 0)
      assert.match(await near.page(), /Phone robbery<\/h3>.*In danger<\/strong> The victim says.*Phone snatched<\/h3>/)
      const own = await (await fetch(`${loop.origin}/case`, { headers: { cookie: victim.cookie } })).text()
      assert.match(own, /Your case|We opened this case/)
      assert.doesNotMatch(own, /Oxford|they are in danger/i)
    },
  )

  await whole.test(
    'details that bring the first place alert officers then; words that name no place alert nobody',
    async () => {
      await clear()
      const near = await officer(loop, 'Oxford Circus')
      const theft = await report.report({ means: 'operator-counter', imei: imei() })
      await report.details(theft, { where: 'on a bus', description: 'grey hood' })
      await report.details(theft, { where: 'Oxford Circus', direction: 'north', description: 'green hood' })
      await loop.until('the officer is told', async () => (await toldOf(loop, theft)).length > 0)
      assert.match(await near.page(), /They went <strong>north<\/strong>.*green hood/)
    },
  )

  await whole.test(
    'the reporter’s own device is not told, and an officer in plain clothes is counted for nobody else',
    async () => {
      await clear()
      const reporting = await officer(loop, 'Oxford Circus')
      const plain = await officer(loop, 'Oxford Circus', { covert: 'yes' })
      const near = await officer(loop, 'Oxford Circus')
      const place = { text: 'Oxford Circus' }
      const theft = await report.report({
        place,
        means: 'officer-present',
        actor: `staff:${reporting.id}`,
        imei: imei(),
      })
      const rows = await loop.until('officers are told', async () => {
        const found = await toldOf(loop, theft)
        return found.length > 0 && found
      })
      assert.deepEqual(new Set(rows.map((one) => one.officer)), new Set([plain.id, near.id]))
      const answer = { do: 'answer', alert: rows[0]?.alert ?? '', case: theft, answer: 'going' }
      assert.equal((await plain.send(answer)).status, 303)
      assert.doesNotMatch(await near.page(), /other officer/)
      const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
      assert.match(await (await fetch(`${loop.origin}/staff/alerts`, { headers: { cookie } })).text(), /plain clothes/)
    },
  )

  await whole.test('C1: fifty reports at once give no officer more than four alerts in a shift', async () => {
    await clear()
    const team = await Promise.all(Array.from({ length: 10 }, () => officer(loop, 'Oxford Circus')))
    const cases = await Promise.all(
      Array.from({ length: 50 }, () => report.report({ place: { text: 'Oxford Circus' }, imei: imei() })),
    )
    const count = async () =>
      (
        await loop.db.owner.pool.query<{ officer: string; alerts: number }>(
          'select officer, count(*)::int as alerts from officer_alert where case_id = any($1) group by officer',
          [cases],
        )
      ).rows
    await loop.until('every officer has had all alerts of the shift', async () => {
      const rows = await count()
      return rows.length === team.length && rows.every(({ alerts }) => alerts === 4)
    })
    await loop.until('every report was reacted to', async () => {
      const { rows } = await loop.db.owner.pool.query(
        `select seq >= (select max(seq) from sealed) as done from view_cursor where view = 'reaction/alert-nearby'`,
      )
      return rows[0].done
    })
    assert.ok((await count()).every(({ alerts }) => alerts <= 4))
  })

  await whole.test('B68: the alert goes to the officer’s own device by push', async (t) => {
    await clear()
    const took: string[] = []
    const service = createServer((request, response) => {
      took.push(`${request.method} ${request.url}`)
      response.writeHead(201).end()
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    t.after(() => service.close())
    const baseUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
    localSecret(loop.config.dataDir, 'partner-demo-push')
    await loop.db.owner.pool.query(
      `select register_pretend_partner('demo-push', 'Push', 'gateway', 'web-push', $1, 'k1', repeat('A', 43))`,
      [JSON.stringify({ baseUrl, clientId: 'ringback', contact: 'mailto:push@ringback.example' })],
    )
    const near = await officer(loop, 'Oxford Circus')
    assert.match(await near.page(), /data-key="[\w-]{80,}"/)
    const { keys } = kinds['send-push'].sample.message.subscription
    const kept = await near.json('/api/patrol/device', { endpoint: `${baseUrl}/device/1`, expirationTime: null, keys })
    assert.equal(kept.status, 200, await kept.text())
    await report.report({
      place: { text: 'Oxford Circus' },
      means: 'police-handler',
      description: 'zebra',
      imei: imei(),
    })
    await loop.until('the device is called', async () => took.includes('POST /device/1'))
  })

  await whole.test('a device says where it is, on duty only, and for Great Britain only', async () => {
    await clear()
    const near = await officer(loop, '')
    const position = { lon: -0.1419, lat: 51.5152, accuracyMetres: 12.4 }
    assert.equal((await near.json('/api/patrol/position', position)).status, 200)
    assert.match(await near.page(), /You are at where your device is/)
    assert.equal((await near.json('/api/patrol/position', { ...position, lat: 0 })).status, 400)
    const theft = await report.report({ place: { text: 'x', lon: -0.1425, lat: 51.5149 }, imei: imei() })
    await loop.until('the officer is told', async () => (await toldOf(loop, theft)).length > 0)
    await near.send({ do: 'end' })
    assert.equal((await near.json('/api/patrol/position', position)).status, 404)
  })

  await whole.test(
    'nobody but officers on patrol may say where they are, and nobody looks at the alerts of another',
    async () => {
      const near = await officer(loop, 'Oxford Circus')
      const live = (officer: string, cookie: string) =>
        fetch(`${loop.origin}/live/duty/${officer}`, { headers: { cookie }, signal: AbortSignal.timeout(5000) })
      assert.equal((await live('AAAAAAAAAAAAAAAAAAAAAA', near.cookie)).status, 404)
      const { cookie } = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      for (const path of ['/staff/patrol', '/staff/alerts', `/live/duty/${near.id}`])
        assert.equal((await fetch(loop.origin + path, { headers: { cookie } })).status, 403, path)
      assert.equal((await fetch(`${loop.origin}/staff/alerts`, { headers: { cookie: near.cookie } })).status, 403)
    },
  )

  await whole.test(
    'B13: each theft is counted in the square where it was, moves when its place is known better, and goes when it is taken back or hidden',
    async () => {
      const { db } = loop
      await db.owner.pool.query('delete from theft_cell')
      const rows = async () =>
        (await db.owner.pool.query('select * from theft_cell where not gone order by change')).rows
      const live = new ReportedCells({ demo: true })
      const counted = async () => {
        await live.refresh(db.server.kysely as never)
        return live.counts.counts.reduce((sum, count) => sum + count, 0)
      }
      assert.equal(await counted(), 0)
      const theft = await report.report({ place: { text: 'Oxford Circus' }, imei: imei() })
      const [row] = await loop.until('it is counted', async () => {
        const found = await rows()
        return found.length === 1 && found
      })
      assert.deepEqual([row.easting % 150, row.northing % 150, row.proved, row.source], [0, 0, false, 'victim'])
      assert.ok(Math.hypot(row.easting - 529_000, row.northing - 181_200) < 400, `${row.easting} ${row.northing}`)
      assert.match(row.at, /:00:00\.000Z$/)
      assert.equal(await counted(), 1)
      // Whoever only says where does not say when.
      const hours = () => live.counts.week().reduce((sum, count) => sum + count, 0)
      assert.deepEqual([row.happened, hours()], [null, 0])
      assert.ok(!JSON.stringify(row).includes(theft), 'the row does not say whose it is')

      await report.prove(theft, 'operator-counter')
      await loop.until('it is proved', async () => (await rows())[0]?.proved)
      await report.details(theft, { place: { lon: -0.1425, lat: 51.5149 } })
      await loop.until('it has moved', async () => (await rows())[0]?.accuracy_metres === 100)
      assert.deepEqual([(await rows()).length, await counted()], [1, 1])
      // The hour comes with words that name no place, nine hours before the report.
      const taken = new Date(Date.now() - 9 * 3_600_000)
      await report.details(theft, { place: { text: 'on a bus', when: taken.toISOString() } })
      const { happened } = await loop.until('its hour is known', async () => {
        const [found] = await rows()
        return found?.happened && found
      })
      assert.equal(Date.parse(happened), Math.floor(taken.getTime() / 3_600_000) * 3_600_000)
      assert.deepEqual([await counted(), hours(), (await rows())[0]?.at], [1, 1, row.at])

      const hidden = await report.report({ place: { text: 'Brixton station' }, safeMode: true, imei: imei() })
      const later = await report.report({ place: { text: 'Brixton station' }, imei: imei() })
      await loop.until('the second is counted', async () => (await rows()).length === 2)
      await report.hide(later)
      await loop.until('it is hidden', async () => (await rows()).length === 1)
      assert.equal((await report.takeBack(theft, 'operator-counter')).ok, true)
      await loop.until('it is taken back', async () => (await rows()).length === 0)
      assert.equal(await counted(), 0)
      assert.ok(hidden)
      const other = new ReportedCells({ demo: false })
      await report.report({ place: { text: 'Brixton station' }, imei: imei() })
      await loop.until('a third is counted', async () => (await rows()).length === 1)
      await other.refresh(db.server.kysely as never)
      assert.deepEqual([await counted(), other.counts.counts.reduce((sum, count) => sum + count, 0)], [1, 0])
    },
  )

  await whole.test('nothing of a position is left once the shift has ended', async () => {
    await clear()
    const near = await officer(loop, 'Oxford Circus')
    assert.equal((await near.send({ do: 'end' })).status, 303)
    const { rowCount } = await loop.db.owner.pool.query('select 1 from duty')
    assert.equal(rowCount, 0)
  })
})
