import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('issue 3 item 10: practice shows the real screens with a striped banner and sends nothing: no event, nothing owed or kept', async (t) => {
  const loop = await openLoop(t)
  const tables = ['event', 'owed', 'action', 'command_key', 'vault_record', 'open_case', 'audit']
  const count = async () => {
    const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`)
    return (await loop.db.owner.pool.query(`select ${counts.join(', ')}`)).rows[0]
  }
  const before = await count()
  const pages = [
    await fetch(`${loop.origin}/practice`),
    await sendForm(loop, '/practice', { line: '07700 900123', method: 'snatch', place: 'Here' }),
    await sendForm(loop, '/practice/receipt', { name: 'A Name', born: '27 3 1990', postcode: '', token: 'practice' }),
    await sendForm(loop, '/practice/receipt', { done: 'yes' }),
    await fetch(`${loop.origin}/practice/stop`),
    await sendForm(loop, '/practice/stop', { code: 'H7K2-9QRM-4T3X', method: 'snatch', danger: 'no' }).then(
      ({ headers }) => fetch(new URL(headers.get('location') ?? '', loop.origin)),
    ),
    await fetch(`${loop.origin}/practice/found`),
    await sendForm(loop, '/practice/found', { code: 'H7K2-9QRM-4T3X', why: 'found' }),
  ]
  const heads = [
    ...[
      /Report a stolen or lost phone/,
      /Who are you\?/,
      /We have your report/,
      /You can hand the phone back/,
      /Stop the phone now/,
      /We have your report/,
    ],
    ...[/Start a phone again/, /We have heard you/],
  ]
  for (const [index, page] of pages.entries()) {
    const text = await page.text()
    assert.equal(page.status, 200)
    assert.match(text, /rb-practice[^>]*>Practice: nothing here is sent/)
    assert.match(text, heads[index] ?? /never/)
    assert.doesNotMatch(text.slice(text.indexOf('<main')), /(action="\/(report|stop|found|case)|href="\/(report|case))/)
    assert.equal(page.headers.get('set-cookie'), null)
  }
  assert.deepEqual(await count(), before)
})
