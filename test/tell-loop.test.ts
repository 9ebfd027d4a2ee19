import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { CaseId } from '#lib/ids'
import { closeCase } from '#modules/reports/commands/close-case'
import { findConflict } from '#modules/reports/commands/find-conflict'
import { settleConflict } from '#modules/reports/commands/settle-conflict'
import { nobody } from '#modules/response/public'
import { recordDecision } from '#modules/victims/commands/record-decision'
import startMailbox from '../simulators/mailbox.ts'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import startPushService from '../simulators/push-service.ts'
import { caseDesk, keptSimulators } from './support/case-desk.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { commandHere } from './support/command.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

type Subscribed = { readonly endpoint: string; readonly keys: object }

test('how a victim is told, and how it is known that they were', async (whole) => {
  const { simulators, ask } = keptSimulators(startOperators('demo-ee'), startNotify, startPushService, startMailbox)
  const loop = await openLoop(whole, { simulators })
  await loop.organisation('demo-met', 'force')
  const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows

  const browser = async () => (await (await ask('demo-push', '/_subscribe', {})).json()) as Subscribed
  const noticesTo = async ({ endpoint }: Subscribed) =>
    (
      (await (await ask('demo-push', '/_messages', {})).json()) as { to: string; subject: string; text: string }[]
    ).filter(({ to }) => to === endpoint)

  /** A victim in their own browser, and what happens in their case. */
  async function victimOf(t: TestContext, line: string) {
    const victim = await reportFromBorrowedPhone(loop, line)
    const theft = CaseId.parse(victim.case)
    const page = async (path: string) =>
      wordsOf(await (await fetch(loop.origin + path, { headers: { cookie: victim.cookie } })).text())
    const post = (path: string, form: Record<string, string>) => sendForm(loop, path, form, { cookie: victim.cookie })
    const desk = await caseDesk(t, loop)
    /** News that every channel carries, each time new. */
    const news = () =>
      desk.execute(recordDecision, { case: theft, decision: 'interviewed', decidedAt: new Date().toISOString() })
    const take = async (subscription: object, mine = 'yes') =>
      post('/case/notices', { do: 'take', mine, subscription: JSON.stringify(subscription) })
    const browsers = async () => Number(/We show news in (\d) browser/.exec(await page('/case/notices'))?.[1] ?? 0)
    return { ...victim, theft, page, post, desk, news, take, browsers }
  }

  await whole.test(
    'B51: a victim’s own browser is told that there is news and nothing else, until it is gone, withdrawn, in doubt, in danger, or the case ends',
    async (t) => {
      const { theft, page, post, desk, news, take, browsers, cookie } = await victimOf(t, '07700 900123')
      assert.match(await page('/case'), /Show news of your case in this browser/)
      const offer = await (await fetch(`${loop.origin}/case/notices`, { headers: { cookie } })).text()
      assert.match(
        offer,
        /data-push="[\w-]{80,}" hidden/,
        'the form needs a script; the page without one says what else there is',
      )
      assert.match(offer, /Never on a phone that somebody lends you.*This browser cannot do it/s)
      assert.equal(
        (await fetch(`${loop.origin}/case/notices`, { redirect: 'manual' })).status,
        303,
        'nobody without a code',
      )

      // Whatever the browser then misses, this address hears too.
      await post('/case/details/contact', { contact: 'victim@example.org', alone: 'yes' })
      const first = await browser()
      for (const [subscription, mine] of [
        [first, ''],
        [{}, 'yes'],
        [{ ...first, endpoint: 'http://push.example/1' }, 'yes'],
      ] as const)
        assert.match(await (await take(subscription, mine)).text(), /There is a problem/)
      assert.equal(await browsers(), 0)
      assert.equal((await take(first)).status, 303)
      assert.equal((await take(first)).status, 303, 'the same browser is one')
      assert.equal(await browsers(), 1)
      const said = await loop.until('the browser is told', async () => (await noticesTo(first)).at(0))
      assert.deepEqual([said.subject, said.text], ['Ringback', 'There is news. Open your page.'])
      const kept = await rows(`select data::text as said from event where stream = $1`, [`case/${theft}`])
      assert.ok(kept.every(({ said }) => !said.includes(first.endpoint)))

      const count = async (of: Subscribed) => (await noticesTo(of)).length
      const before = await count(first)
      await news()
      await loop.until('and again', async () => (await count(first)) > before)
      assert.ok((await noticesTo(first)).every(({ text }) => text === said.text))

      const isErased = (times: number) =>
        loop.until('where it took notices is destroyed', async () => {
          const [{ erased }] = await rows(
            `select count(*)::int as erased from event e join vault_record r on r.ref = e.data->>'contact'
          where e.stream = $1 and e.type = 'victims.contact-given' and r.sealed is null`,
            [`case/${theft}`],
          )
          return erased >= times
        })
      // Its push service says that it is gone: no person has to look, and nothing more goes there.
      await ask('demo-push', '/_unsubscribe', { endpoint: first.endpoint })
      await news()
      await loop.until('the page says that it is gone', async () =>
        /A browser takes no more news/.test(await page('/case')),
      )
      assert.equal(await browsers(), 0)
      await isErased(1)
      assert.deepEqual(await rows(`select from message_failed where case_id = $1`, [theft]), [])

      // Withdrawn on the page, without a script.
      const second = await browser()
      await take(second)
      assert.equal(await browsers(), 1)
      assert.equal((await post('/case/notices', { do: 'stop' })).status, 303)
      assert.equal(await browsers(), 0)
      await isErased(2)

      // Somebody else says that the phone is theirs.
      await take(await browser())
      assert.equal(await browsers(), 1)
      await desk.execute(findConflict, { case: theft, conflict: 'second-claimant' })
      assert.match(await page('/case/notices'), /A person is looking at this case. Until then we tell no browser/)
      await isErased(3)
      assert.match(await (await take(await browser())).text(), /Until then we tell no browser/)
      const settled = { case: theft, conflict: 'second-claimant', stands: true, reason: 'both-asked' } as const
      await desk.execute(settleConflict, { ...settled, parties: nobody })

      // In safe mode what was taken before ends; the victim may ask again, on a screen that nobody else sees.
      const third = await browser()
      await take(third)
      await post('/case/safe', {})
      assert.equal(await browsers(), 0)
      const last = await browser()
      assert.match(await page('/case/notices'), /May somebody close to you see this screen/)
      assert.equal((await take(last)).status, 303)
      await loop.until('told in safe mode', async () => (await count(last)) > 0)

      // The end is the last that it hears.
      const heard = await count(last)
      await desk.execute(closeCase, { case: theft, reason: 'no-lead-left', stops: [] })
      await loop.until('told that it has ended', async () => (await count(last)) > heard)
      assert.match(await page('/case/notices'), /Your case has ended/)
      assert.equal(await browsers(), 0)
      await isErased(5)
    },
  )

  await whole.test(
    'B51: a text that its gateway took and never spoke of again stands before a person, once, until a receipt comes',
    async (t) => {
      const { theft, page, post } = await victimOf(t, '07700 900124')
      const number = '+447700900951'
      await ask('demo-notify', '/_fate', { to: number, status: 'sending' })
      await post('/case/details/contact', { contact: number, alone: 'yes' })
      const awaited = () => rows(`select action, due from message_awaited where case_id = $1`, [theft])
      const [first] = await loop.until('a receipt is awaited', async () => {
        const found = await awaited()
        return found.length > 0 && found
      })
      const [{ hours }] = await rows(
        `select extract(epoch from $2::timestamptz - at) / 3600 as hours from event
      where type = 'partners.action-acknowledged' and data->>'action' = $1`,
        [first.action, first.due],
      )
      assert.equal(Number(hours), 12)

      await rows(`update message_awaited set due = now() where case_id = $1`, [theft])
      const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
      await rows(`update case_promise set owner = 'demo-met' where case_id = $1`, [theft])
      const queue = async () =>
        wordsOf(await (await fetch(`${loop.origin}/staff/messages`, { headers: { cookie } })).text())
      await loop.until('a person is shown it', async () =>
        /No receipt: nobody has said that it arrived/.test(await queue()),
      )
      await loop.until('the page says it', async () => /We do not know if a message of ours/.test(await page('/case')))
      const noted = `select data->>'action' as action from event where stream = $1 and type = 'victims.message-failed'`
      const failed = await rows(noted, [`case/${theft}`])
      assert.equal(new Set(failed.map(({ action }) => action)).size, failed.length, 'each once')

      await ask('demo-notify', '/_receipt', { to: number, status: 'delivered' })
      await loop.until('a receipt that comes late takes it off', async () =>
        /We know of no message that did not arrive/.test(await queue()),
      )
      assert.equal((await rows(noted, [`case/${theft}`])).length, failed.length)
      assert.deepEqual(await awaited(), [])
    },
  )

  await whole.test(
    'B51: a mail that comes back days later stands before a person; no report but one about a mail of ours does anything',
    async (t) => {
      const { theft, post, news, desk } = await victimOf(t, '07700 900125')
      const [{ config }] = await rows(`select config from partner where slug = 'demo-mailbox'`)
      const mailbox = async (path: string, body: object) =>
        (await (
          await fetch(new URL(path, config.page), { method: 'POST', body: JSON.stringify(body) })
        ).json()) as string[]
      const env = {
        ...{ DATABASE_SERVER_URL: loop.db.serverUrl, RINGBACK_DATA: loop.config.dataDir, LOG_LEVEL: 'silent' },
        ...{ RINGBACK_KEK: loop.config.kek, RINGBACK_DEMO: '1' },
      }
      const read = async (report: string) => {
        const { code, out, err } = await commandHere(['mail', 'read-bounce'], env, report)
        assert.equal(code, 0, err)
        return (JSON.parse(out) as { bounce: string }).bounce
      }
      const failed = () =>
        rows(`select data->>'how' as how from event where stream = $1 and type = 'victims.message-failed'`, [
          `case/${theft}`,
        ])
      const to = 'gone@example.org'
      const comesBack = async (fate: object) => {
        const known = (await mailbox('/_bounces', {})).length
        await mailbox('/_bounce', { to, ...fate })
        await news()
        return loop.until('a report is written', async () => (await mailbox('/_bounces', {}))[known])
      }
      await mailbox('/_bounce', { to, action: 'delayed', status: '4.4.1' })
      await post('/case/details/contact', { contact: to, alone: 'yes' })
      const late = await loop.until('a warning is written', async () => (await mailbox('/_bounces', {}))[0])
      assert.match(late, /^To: bounces@ringback\.example$/m)
      assert.equal(await read(late), 'waits')

      const report = await comesBack({ style: 'postfix' })
      const [, id = ''] = /^Message-ID:\s+<([^>]+)>/im.exec(report.slice(report.indexOf('message/rfc822'))) ?? []
      assert.match(id, /^[0-9a-f-]{36}\.[\w-]{22}@ringback\.example$/)
      // What a stranger may send: of another mail, without the proof, with another address in it, and what is no report at all.
      for (const forged of [
        report.replaceAll(id, id.replace(/^[0-9a-f-]{36}/, randomUUID())),
        report.replaceAll(id, id.replace(/\.[\w-]{22}@/, '@')),
        report.replaceAll(id, id.replace(/\.[\w-]{22}@/, `.${'A'.repeat(22)}@`)),
      ])
        assert.equal(await read(forged), 'not-ours')
      for (const other of [
        '',
        'Subject: Hello\r\n\r\nHello',
        report.replace('report-type=delivery-status', 'report-type=x'),
      ])
        assert.equal(await read(other), 'no-report')
      assert.deepEqual(await failed(), [])

      assert.equal(await read(report), 'noted')
      assert.deepEqual(await failed(), [{ how: 'permanent-failure' }])
      assert.equal(await read(report), 'known')
      assert.equal(await read(await comesBack({ style: 'exim', status: '5.0.0' })), 'noted')
      assert.equal(await read(await comesBack({ style: 'postfix-headers', status: '4.4.3' })), 'noted')
      assert.equal(await read(await comesBack({ action: 'relayed', status: '2.0.0' })), 'waits')
      assert.deepEqual(
        (await failed()).map(({ how }) => how),
        ['permanent-failure', 'permanent-failure', 'temporary-failure'],
      )
      await loop.until('the page of the staff has them', async () => {
        const found = await rows(`select from message_failed where case_id = $1`, [theft])
        return found.length === 3
      })
      // We go on writing there: whoever forges a report silences nobody.
      assert.equal(await read(await comesBack({ status: '5.1.1' })), 'noted')

      // Where nothing else arrived, what can wait for the post goes as a letter, once.
      await post('/case/details/contact', {
        contact: '',
        postal: 'A Name\n1 Some Street\nLondon\nN1 9GU',
        alone: 'yes',
      })
      const written = (await mailbox('/_bounces', {})).length
      await desk.execute(closeCase, { case: theft, reason: 'no-lead-left', stops: [] })
      const letters = async () =>
        ((await (await ask('demo-notify', '/_messages', {})).json()) as { to: string; text: string }[]).filter((one) =>
          one.to.startsWith('A Name'),
        )
      assert.deepEqual(await letters(), [])
      // The mail that told of the new address may still be on its way: whichever comes back is read.
      const cameBack: string[] = []
      const letter = await loop.until('the letter is posted', async () => {
        const late = (await mailbox('/_bounces', {})).slice(written + cameBack.length)
        for (const one of late) assert.equal(await read(one), 'noted')
        cameBack.push(...late)
        return (await letters())[0]
      })
      assert.match(letter.text, /Your case ended on/)
      assert.equal(await read(cameBack.at(-1) ?? ''), 'known')
      assert.equal((await letters()).length, 1)

      const away = { ...env, DATABASE_SERVER_URL: 'postgres://nobody@127.0.0.1:1/none' }
      const { code, err } = await commandHere(['mail', 'read-bounce'], away, report)
      assert.equal(code, 75)
      assert.match(err, /should keep this mail and try again/)
    },
  )
})
