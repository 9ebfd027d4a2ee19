import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'

const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee', 'demo-three')] })

test('USERS 2.1: the code that an officer reads out still opens the case when the network has said that it is the holder', async () => {
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const { name, postcode } = subscriberOf('+447700900123')
  const typed = { line: '07700 900123', method: 'snatch', vouched: 'number', name, born: '', postcode }
  const told = wordsOf(await (await sendForm(loop, '/staff/report', typed, { cookie })).text())
  const [, code = '', word = ''] = /Code: ([0-9A-Z-]{14}).*?Word: ([a-z]+)/.exec(told) ?? []
  await loop.until('the network has said yes', async () => {
    const { rows } = await loop.db.owner.pool.query(`select level from theft_case where level = 2`)
    return rows.length === 1
  })
  const opened = await sendForm(loop, '/case', { code, word })
  assert.equal(opened.status, 303, wordsOf(await opened.text()))
})

test('USERS 2.1 E: a shop and a help point report for the person beside them, vouch for no more than they saw, and look at nothing', async () => {
  await loop.organisation('demo-phone-shop', 'dealer')
  await loop.organisation('demo-stations', 'transport')
  await loop.organisation('demo-met', 'force')
  const shop = await loop.staff('demo-phone-shop', 'dealer', 'respond-to-theft')
  const helpPoint = await loop.staff('demo-stations', 'transport-officer', 'respond-to-theft')
  const rail = await loop.staff('demo-met', 'transport-officer', 'respond-to-theft')
  const typed = { method: 'snatch', name: '', born: '', postcode: '' }
  const report = async (cookie: string, line: string, vouched: string) =>
    wordsOf(
      await (await sendForm(loop, '/staff/report', { ...typed, line, lineAgain: line, vouched }, { cookie })).text(),
    )

  for (const { cookie } of [shop, helpPoint])
    for (const vouched of ['officer-present', 'police-handler'])
      assert.match(await report(cookie, '07700 900131', vouched), /There is a problem Choose how you know who they are/)
  assert.match(await report(rail.cookie, '07700 900131', 'police-handler'), /Choose how you know who they are/)
  assert.match(await report(shop.cookie, '07700 900131', 'number'), /Reported .* Code: /)
  assert.match(await report(helpPoint.cookie, '07700 900132', 'number'), /Reported/)
  assert.match(await report(rail.cookie, '07700 900133', 'officer-present'), /Reported/)
  const { rows } = await loop.db.owner.pool.query(
    `select tenant, data ->> 'case' as case, data ->> 'means' as means, data ->> 'channel' as channel
      from event where type = 'reports.theft-reported' order by id desc limit 3`,
  )
  assert.deepEqual(
    rows.map(({ tenant, means, channel }) => [tenant, means, channel]),
    [
      ['demo-met', 'officer-present', 'assisted'],
      ['demo-stations', 'number', 'assisted'],
      ['demo-phone-shop', 'number', 'assisted'],
    ],
  )
  const seen = (cookie: string, theft: string) => fetch(`${loop.origin}/staff/case/${theft}`, { headers: { cookie } })
  assert.equal((await seen(shop.cookie, rows[2].case)).status, 403)
  const detective = await loop.staff('demo-met', 'detective', 'investigate-crime')
  await loop.until('who told it is seen on the case', async () => {
    const words = wordsOf(await (await seen(detective.cookie, rows[2].case)).text())
    return /Told for them by demo-phone-shop/.test(words)
  })
})

test('USERS 2.1: who helps is told when the network is not asked any more, and what helps then', async () => {
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const said = { line: '07700 900134', method: 'snatch', vouched: 'number', name: 'No Body', postcode: '' }
  const report = async (born: string) =>
    wordsOf(await (await sendForm(loop, '/staff/report', { ...said, born }, { cookie })).text())
  const refused = /Not asked\. Their network was asked as often as it may be today/
  for (let day = 1; day <= 3; day++) assert.doesNotMatch(await report(`${day} 1 1990`), refused)
  assert.match(await report('4 1 1990'), refused)
})
