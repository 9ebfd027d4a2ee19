import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CaseId } from '#lib/ids'
import { showProof } from '#modules/reports/commands/show-proof'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody } from '#modules/response/public'
import startExchanges from '../simulators/exchanges.ts'
import startIssuers from '../simulators/identity-issuers.ts'
import startMail from '../simulators/mail-providers.ts'
import { makerOf } from '../simulators/makers/tacs.ts'
import startMakers from '../simulators/makers.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { caseDesk, keptSimulators } from './support/case-desk.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, quietGateway, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'

const starts = [startOperators('demo-ee'), startMakers, startMail, startExchanges, startIssuers] as const
const { simulators, tell } = keptSimulators(...starts)
const loop = await openLoop(wholeFile, { simulators })

test('B28, B35: what the victim names is held at once, what nobody was asked about is shown, ticks stay; B67, B76: a wipe waits a day; all is undone with the case', async (t) => {
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
    /Work: call your IT desk.*Your crypto Nobody was asked.*Your work account Nobody was asked/,
  )
  await untilCase(/cannot be used on EE/)

  const { session } = await tell('demo-gmail', '/_sign-in', { line })
  await send('/case/details/accounts', {
    ...{ mail: 'demo-gmail', exchanges: 'demo-kraken', identities: 'demo-yoti', absent: 'work' },
  })
  const text = await untilCase(/Your e-mail Stop confirmed.*Your crypto Stop confirmed.*Your digital ID Stop confirmed/)
  assert.match(
    text,
    /Your bank Nobody was asked Call 159.*Your cloud account Stop confirmed.*The wallet on the phone Stop confirmed/,
  )
  assert.match(text, /Your work account Not on the phone/)
  assert.match(text, /You named 3 more accounts that the phone opens/)
  assert.deepEqual(await tell('demo-gmail', '/_read', { line, session }), { open: false })
  assert.equal((await tell('demo-kraken', '/_withdraw', { line })).sent, 'refused')
  assert.equal((await tell('demo-yoti', '/_show-id', { line })).accepted, 'no')
  const [imei = ''] = subscriberOf(line).imeis
  const useAccount = async () => (await tell(String(makerOf(imei)), '/_use-account', { imei })).done
  assert.equal(await useAccount(), 'refused', 'the wallet pays nothing, and the account takes no change')

  await send('/case/ticks', { done: 'call-159', from: 'receipt' })
  assert.match(await page('/case'), /Your bank You did it/)
  const ticks = await (await fetch(`${loop.origin}/case/ticks`, { headers: { cookie } })).text()
  assert.match(ticks, /value="call-159" checked/)
  assert.doesNotMatch(ticks, /value="work-desk" checked/)
  await send('/case/ticks', { from: 'case' })
  assert.match(await page('/case'), /Your bank Nobody was asked/)

  // The wipe (B67, B76): the proof that the ladder asks for, the last backup seen, a day to think, and one button to stop it.
  const html = await (await fetch(`${loop.origin}/case/wipe`, { headers: { cookie } })).text()
  assert.match(html, /First <a [^>]*href="\/case\/proof">show that the phone is yours<\/a>/)
  assert.doesNotMatch(html, /stays (?:blocked|locked|stopped)/, 'nobody looked whether it is')
  assert.match(await page('/case'), /starts again by itself on \d.* show more proof\. Show that the phone is yours/)
  const desk = await caseDesk(t, loop)
  const theft = CaseId.parse(victim.case)
  const makers = ['demo-apple', 'demo-google', 'demo-samsung']
  await desk.execute(showProof, { case: theft, means: 'purchase-document', imeis: [], parties: { ...nobody, makers } })
  const seen = await loop.until('the maker has told of the last backup', async () => {
    const html = await (await fetch(`${loop.origin}/case/wipe`, { headers: { cookie } })).text()
    return /name="seen" value="(\d{4}-[^"]+)"/.exec(html)?.[1]
  })
  const refused = async (form: Record<string, string>, says: RegExp) => {
    const answer = await sendForm(loop, '/case/wipe', { do: 'erase', ...form }, { cookie })
    assert.match(wordsOf(await answer.text()), says)
  }
  await refused({ seen }, /Tick that you know what is lost/)
  await refused({ seen: 'none', sure: 'yes' }, /The last backup is another one now/)
  await send('/case/wipe', { do: 'erase', seen, sure: 'yes' })
  const wipes = () => desk.actions(victim.case).then((all) => all.filter((one) => one.includes('wipe')))
  await loop.until('the order waits', async () => (await wipes()).length === 1)
  assert.match(await page('/case/wipe'), /Nothing is erased before (?:tomorrow )?\d/)
  assert.match((await wipes()).join(), /wipe-handset owed/)
  await send('/case/wipe', { do: 'stop' })
  await loop.until('it is taken back', async () => /wipe-handset cancelled/.test((await wipes()).join()))
  await send('/case/wipe', { do: 'erase', seen, sure: 'yes' })
  await loop.until('the second order waits', async () => /wipe-handset owed/.test((await wipes()).join()))

  await desk.execute(withdrawReport, { case: theft, why: 'found', means: 'purchase-document' })
  await loop.until('no order to erase is left', async () => !/wipe-handset owed/.test((await wipes()).join()))
  assert.doesNotMatch((await wipes()).join(), /acknowledged/)
  await loop.until(
    'coins may leave again',
    async () => (await tell('demo-kraken', '/_withdraw', { line })).sent === 'allowed',
  )
  await loop.until('the maker trusts the phone again', async () => (await useAccount()) === 'allowed')
  await loop.until(
    'the identity counts again',
    async () => (await tell('demo-yoti', '/_show-id', { line })).accepted === 'yes',
  )
})

test('B28, B60: whom an owner named before the theft is asked as soon as it is proved; a bare number asks them nothing and shows no name', async (t) => {
  await quietGateway(loop)
  const desk = await caseDesk(t, loop)
  const more = { mail: 'demo-gmail', exchanges: 'demo-kraken', identities: 'demo-yoti' }
  const latest = async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select data ->> 'case' as theft from event where type = 'reports.theft-reported' order by id desc limit 1`,
    )
    return String(rows[0].theft)
  }
  const line = '+447700900124'
  const { card } = await enrolledPhone(loop, { number: '07700 900124', more })

  // Somebody who knows the number and nothing else.
  const bare = await sendForm(loop, '/report', { line: '07700 900124', method: 'snatch', place: '' })
  const theft = await latest()
  const asked = async () => (await desk.actions(theft)).filter((one) => /mail|withdrawals|digital-id/.test(one)).join()
  assert.equal(await asked(), '')
  const cookie = bare.headers.getSetCookie().at(-1)?.split(';')[0] ?? ''
  const shown = wordsOf(await (await fetch(`${loop.origin}/report/receipt`, { headers: { cookie } })).text())
  // How each stands could tell that somebody else asked: a bare number reads what only its owner can do, and no more.
  assert.match(shown, /Only you can do these.*E-mail: change your password/)
  assert.doesNotMatch(shown, /gmail|kraken|yoti|Nobody was asked/i)

  const stopped = await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  assert.equal(stopped.status, 303)
  await loop.until('mail and crypto are held, with nothing more typed', async () =>
    /demo-gmail end-mail-sessions acknowledged.*demo-kraken hold-withdrawals acknowledged/.test(await asked()),
  )
  assert.doesNotMatch(await asked(), /digital-id/, 'the identity waits until somebody knows who asks')
  assert.equal((await tell('demo-kraken', '/_withdraw', { line })).sent, 'refused')

  await tell('demo-ee', '/_identify', { line })
  await loop.until('the identity is of no use on that phone', async () =>
    /demo-yoti suspend-digital-identity acknowledged/.test(await asked()),
  )
  assert.equal((await tell('demo-yoti', '/_show-id', { line })).accepted, 'no')
  assert.equal(await latest(), theft, 'number and card are one case')
})
