import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from './support/case-visitor.ts'
import { openLoop } from './support/loop.ts'

test('B74: a campaign is planned for a place, time and language; its poster’s openings are counted without knowing anybody; before and after are shown', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-btp', 'force')
  const months = (first: number, thefts: number) =>
    [0, 1].map((more) => `('2026-0${first + more}', '-0.1', '51.5', 'Westminster', '${thefts}')`)
  await loop.db.owner.pool.query(
    `insert into theft_point (month, longitude, latitude, borough, thefts) values
      ${[...months(1, 200), ...months(5, 150)]}, ('2026-01', '-0.2', '51.5', 'Camden', '600'), ('2026-05', '-0.2', '51.5', 'Camden', '700')`,
  )
  await loop.db.owner.pool.query(
    `insert into theft_point (month, longitude, latitude, borough, thefts)
      select '2026-0' || n, '-0.3', '51.5', 'Camden', '10' from generate_series(1, 9) n`,
  )
  const officer = await loop.staff('demo-met', 'comms-officer', 'prevent-crime')
  const send = (path: string, cookie: string, body?: URLSearchParams) =>
    fetch(`${loop.origin}${path}`, {
      ...(body && { method: 'POST', body }),
      redirect: 'manual',
      headers: { cookie, origin: loop.config.publicUrl, accept: 'text/html' },
    })
  const plan = (more: Record<string, string> = {}) => {
    const fields = { kit: 'app-scams', place: 'westminster', starts: '10 3 2026', ends: '2 April 2026', ...more }
    return send(
      '/staff/campaigns',
      officer.cookie,
      new URLSearchParams([...Object.entries(fields), ['languages', 'en'], ['languages', 'cy']]),
    )
  }
  assert.match(wordsOf(await (await plan({ ends: '2026-03-09' })).text()), /The last day is before the first/)
  assert.match(wordsOf(await (await plan({ ends: '2027-04-09' })).text()), /A campaign lasts a year at most/)
  const address = (await plan()).headers.get('location') ?? ''
  const planned = await (await send(address, officer.cookie)).text()
  const code = /rb-number">([0-9A-Z]{5})</.exec(planned)?.[1] ?? ''
  assert.match(wordsOf(planned), /must still translate it into: Welsh/)
  assert.match(wordsOf(planned), /10 March 2026 to 2 April 2026\. The code.*opened 0 times/)
  assert.match(wordsOf(await (await send('/staff/campaigns', officer.cookie)).text()), /10 March 2026 to 2 April 2026/)

  const poster = await (await fetch(`${loop.origin}/c/${code}/poster`)).text()
  assert.match(wordsOf(poster), new RegExp(`/c/${code}`))
  for (const typed of [code, code.toLowerCase(), code]) {
    const visit = await fetch(`${loop.origin}/c/${typed}`, { headers: { 'user-agent': 'a reader' } })
    assert.equal(visit.status, 200)
    assert.equal(visit.headers.get('set-cookie'), null)
  }
  await send(`/c/${code}`, officer.cookie)
  assert.equal((await fetch(`${loop.origin}/c/00000`)).status, 404)
  const { rows } = await loop.db.owner.pool.query('select * from campaign_visit')
  assert.deepEqual(
    rows,
    [{ code, day: new Date().toISOString().slice(0, 10), visits: 3 }],
    'no more than this is written',
  )

  const reach = wordsOf(await (await send(address, officer.cookie)).text())
  assert.match(reach, /opened 3 times/)
  assert.match(reach, /Thefts in Westminster fell by 25%\. In all places together they stayed the same\./)
  assert.match(reach, /Before: January 2026 to February 2026 400 1,020 After: May 2026 to June 2026 300 1,020/)

  const other = await loop.staff('demo-btp', 'comms-officer', 'prevent-crime')
  assert.equal((await send(address, other.cookie)).status, 404)
  assert.doesNotMatch(await (await send('/staff/campaigns', other.cookie)).text(), new RegExp(address))
  const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
  assert.equal((await send('/staff/campaigns', analyst.cookie)).status, 403)
})
