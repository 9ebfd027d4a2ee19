import assert from 'node:assert/strict'
import { test } from 'node:test'
import startExchanges from '../simulators/exchanges.ts'
import startIssuers from '../simulators/identity-issuers.ts'
import startMail from '../simulators/mail-providers.ts'
import startMakers from '../simulators/makers.ts'
import { startOperators } from '../simulators/operators.ts'
import { keptSimulators } from './support/case-desk.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('B28, B35: what the victim names is held at once, what nobody was asked about is shown, ticks stay, and all is undone with the case', async (t) => {
  const starts = [startOperators('demo-ee'), startMakers, startMail, startExchanges, startIssuers] as const
  const { simulators, tell } = keptSimulators(...starts)
  const loop = await openLoop(t, { simulators })
  const line = '+447700900123'
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  const { cookie } = victim
  const page = async (path: string) => {
    const answer = await fetch(loop.origin + path, { headers: { cookie } })
    assert.equal(answer.status, 200, `${path} ${answer.status}`)
    return wordsOf(await answer.text())
  }
  const send = async (path: string, form: Record<string, string>) =>
    assert.equal((await sendForm(loop, path, form, { cookie })).status, 303, path)
  const untilCase = (says: RegExp) =>
    loop.until(`the case says ${says}`, async () => {
      const text = await page('/case')
      return says.test(text) && text
    })
  assert.match(
    await page('/report/receipt'),
    /Your crypto Nobody asked.*Your work account Nobody asked Call the IT desk/,
  )
  await untilCase(/cannot be used on EE/)

  const { session } = await tell('demo-gmail', '/_sign-in', { line })
  await send('/case/details/accounts', {
    ...{ mail: 'demo-gmail', exchanges: 'demo-kraken', identities: 'demo-yoti', absent: 'work' },
  })
  const text = await untilCase(/Your e-mail Confirmed.*Your crypto Confirmed.*Your digital ID Confirmed/)
  assert.match(text, /Your bank Nobody asked Call 159.*Your cloud account Confirmed.*The wallet on the phone Confirmed/)
  assert.match(text, /Your work account Not on the phone/)
  assert.match(text, /You named 3 more accounts that the phone opens/)
  assert.deepEqual(await tell('demo-gmail', '/_read', { line, session }), { open: false })
  assert.equal((await tell('demo-kraken', '/_withdraw', { line })).sent, 'refused')
  assert.equal((await tell('demo-yoti', '/_show-id', { line })).accepted, 'no')

  await send('/case/ticks', { done: 'call-159', from: 'receipt' })
  assert.match(await page('/case'), /Your bank You did it/)
  const ticks = await (await fetch(`${loop.origin}/case/ticks`, { headers: { cookie } })).text()
  assert.match(ticks, /value="call-159" checked/)
  assert.doesNotMatch(ticks, /value="work-desk" checked/)
  await send('/case/ticks', { from: 'case' })
  assert.match(await page('/case'), /Your bank Nobody asked/)

  await tell('demo-ee', '/_withdraw', { line, why: 'found' })
  await loop.until(
    'coins may leave again',
    async () => (await tell('demo-kraken', '/_withdraw', { line })).sent === 'allowed',
  )
  await loop.until(
    'the identity counts again',
    async () => (await tell('demo-yoti', '/_show-id', { line })).accepted === 'yes',
  )
})
