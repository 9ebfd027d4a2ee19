import { after, test } from 'node:test'
import { asStaff } from '#http/testing'
import { axe, launchBrowser, openScreen, sideways } from './test/support/browser.ts'
import { openSite, wholeFile } from './test/support/site.ts'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
const browser = await launchBrowser()
const { origin, db } = await openSite(wholeFile, { demo: true, at: '2026-11-27T14:10:00.000Z' })
after(() => browser.close())
const lines = gunzipSync(readFileSync('data/london-points/theft-from-the-person_2018-02_2019-08.csv.gz')).toString().trim().split('\n').slice(1).map((l) => l.split(','))
await db.owner.pool.query(`insert into theft_point select * from json_to_recordset($1::json) as x(month text, longitude text, latitude text, borough text, thefts text)`, [JSON.stringify(lines.map(([month, longitude, latitude, borough, thefts]) => ({ month, longitude, latitude, borough, thefts })))])
for (const sql of (process.env.SQL ?? '').split(';;').filter(Boolean)) await db.owner.pool.query(sql)
const urls = (process.env.URLS ?? '/staff/calendar').split(',')
for (const url of urls) test(url, async (t) => {
  for (const [name, viewport] of [['320', { width: 320, height: 640 }], ['1280', { width: 1280, height: 900 }]] as const) {
    const { page, faults } = await openScreen(t, browser, origin, { viewport, extraHTTPHeaders: asStaff(process.env.ROLE ?? 'analyst' as never) , colorScheme: 'light' })
    await page.setExtraHTTPHeaders({ ...asStaff((process.env.ROLE ?? 'analyst') as never) })
    const began = Date.now()
    const answer = await page.goto(url)
    console.log(name, url, answer?.status(), Date.now() - began, 'ms', await sideways(page), JSON.stringify(await axe(page)).slice(0, 1500), faults)
    await page.screenshot({ path: `/tmp/shot-${url.replace(/\W+/g, '_')}-${name}.png`, fullPage: true })
  }
})
