import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import MailComposer from 'nodemailer/lib/mail-composer'
import { command, joined, messagesOf, pretendSecret, startedFor } from '#test/support/pretend'
import { readLetter } from './gateways/letter.ts'
import { readMail } from './gateways/mail.ts'
import mailbox from './mailbox.ts'
import notify from './notify.ts'
import pushService from './push-service.ts'

const to = '+447700900321'
const text = 'Word: harbour. Your phone is stopped at 4 networks.'
const aText = { partner: 'demo-notify', kind: 'send-text', target: 'm', input: { message: { to, text } } }
const mail = { to: 'victim@example.org', subject: 'Ringback: harbour', text: 'Naïve café, 90 £.\n\nSecond line.' }
const aMail = { partner: 'demo-mailbox', kind: 'send-email', target: 'm', input: { message: mail } }

test('B51: a text goes through GOV.UK Notify’s own client to a pretend Notify, under our own reference', async (t) => {
  const gateway = (await startedFor(t, notify))('demo-notify')
  const s = await joined(t, gateway)
  const [id = ''] = await s.owe(aText)
  await s.until(id, 'acknowledged')
  const [kept] = await messagesOf(gateway)
  assert.deepEqual([kept?.to, kept?.text, kept?.reference], [to, text, id])
  const { rows } = await s.db.owner.pool.query('select 1 from receipt where action = $1', [id])
  assert.equal(rows.length, 0, 'a gateway signs nothing, so there is no receipt')
})

test('B51: mail can go through Notify too; what it cannot be sent to is refused for good', async (t) => {
  const gateway = (await startedFor(t, notify))('demo-notify')
  const s = await joined(t, gateway)
  const [good = '', bad = ''] = await s.owe(
    { ...aMail, partner: 'demo-notify' },
    { ...aText, target: 'n', input: { message: { to: '+44770', text } } },
  )
  await s.until(good, 'acknowledged')
  await s.until(bad, 'dead', 'refused') // our own input check, or Notify's
  assert.deepEqual(
    (await messagesOf(gateway)).map(({ subject }) => subject),
    [mail.subject],
  )
})

test('B51: a letter goes to Notify as a page that can be printed: the address in its window, and each word readable', async (t) => {
  const gateway = (await startedFor(t, notify))('demo-notify')
  const s = await joined(t, gateway)
  const to = ['A Name', '1 Some Street', 'LONDON', 'N1 9GU']
  const letter = { to, text: 'Your word: harbour.\n\nMae eich ffôn gan yr heddlu. Ŵyr y tŷ.' }
  const [id = ''] = await s.owe({ ...aText, kind: 'send-letter', input: { message: letter } })
  await s.until(id, 'acknowledged')
  const [kept] = await messagesOf(gateway)
  assert.equal(kept?.to, to.join(', '))
  assert.match(kept?.text ?? '', /^Your word: harbour\.\nMae eich ffôn gan yr heddlu\. Ŵyr y tŷ\.$/)
  assert.equal(kept?.reference, id)
})

test('what is no letter is refused as Notify refuses it', () => {
  for (const not of ['', '%PDF-1.3', 'x'.repeat(100)]) assert.equal(readLetter(Buffer.from(not)), undefined)
})

test('Notify with a wrong API key, or none, sends nothing and says so', async (t) => {
  const gateway = (await startedFor(t, notify, { secretOf: () => `${pretendSecret}0` }))('demo-notify')
  const s = await joined(t, gateway)
  const [id = ''] = await s.owe(aText)
  while (((await s.action(id)).last_error ?? '') === '') await pause(10)
  assert.match((await s.action(id)).last_error ?? '', /credentials refused \(403\)/)
  assert.deepEqual(await messagesOf(gateway), [])
})

/** A Ringback that only takes Notify's callbacks. */
async function callbacks(t: TestContext) {
  const taken: { token: string; body: Record<string, unknown> }[] = []
  let fail = 0
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString())
    if (fail-- > 0) return void response.writeHead(503).end()
    taken.push({ token: request.headers.authorization ?? '', body })
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  return { taken, publicUrl: `http://127.0.0.1:${port}`, failOnce: () => (fail = 1) }
}

test('Notify tells what became of each message, with its bearer token, again while that is not taken, and twice if told to', async (t) => {
  const { taken, publicUrl, failOnce } = await callbacks(t)
  const gateway = (await startedFor(t, notify, { publicUrl }))('demo-notify')
  await command(gateway, '/_fate', { to, status: 'permanent-failure' })
  await command(gateway, '/_repeat', { callbacks: 2 })
  failOnce()
  const s = await joined(t, gateway)
  const [id = ''] = await s.owe(aText)
  await s.until(id, 'acknowledged')
  while (taken.length < 2) await pause(20)
  for (const { token, body } of taken) {
    assert.match(token, /^Bearer [\w-]{32}$/)
    assert.deepEqual([body.reference, body.status, body.to], [id, 'permanent-failure', to])
  }
})

test('with a third of all calls failing, half of them after the effect, each text is sent once', async (t) => {
  const gateway = (await startedFor(t, notify))('demo-notify')
  await command(gateway, '/_faults', { errorRate: 0.33 })
  const s = await joined(t, gateway)
  const ids = await s.owe(...Array.from({ length: 20 }, (_, n) => ({ ...aText, target: `m/${n}` })))
  for (const id of ids) await s.until(id, 'acknowledged')
  const sent = (await messagesOf(gateway)).map(({ reference }) => reference)
  assert.deepEqual(sent.sort(), [...ids].sort())
})

test('B51: a mail goes by SMTP to the pretend mailbox, as it was written, and is shown once however often it came', async (t) => {
  const gateway = (await startedFor(t, mailbox))('demo-mailbox')
  await command(gateway, '/_faults', { errorRate: 0.33, delayMs: [0, 10] })
  const s = await joined(t, gateway)
  const ids = await s.owe(...Array.from({ length: 10 }, (_, n) => ({ ...aMail, target: `m/${n}` })))
  for (const id of ids) await s.until(id, 'acknowledged')
  const kept = await messagesOf(gateway)
  assert.deepEqual(kept.map(({ id }) => id.split('.')[0]).sort(), [...ids].sort())
  for (const one of kept) assert.deepEqual([one.to, one.subject, one.text], [mail.to, mail.subject, mail.text])
})

test('a mailbox that does not exist is refused for good, and an outage only delays', async (t) => {
  const gateway = (await startedFor(t, mailbox))('demo-mailbox')
  const s = await joined(t, gateway)
  const [nobody = ''] = await s.owe({ ...aMail, input: { message: { ...mail, to: 'nobody@example.org' } } })
  await s.until(nobody, 'refused')
  await command(gateway, '/_faults', { outage: true })
  const [late = ''] = await s.owe({ ...aMail, target: 'n' })
  while ((await s.action(late)).attempts < 2) await pause(20)
  await command(gateway, '/_faults', {})
  await s.until(late, 'acknowledged')
})

test('B51: a push is encrypted for the one browser that subscribed, and the push service knows who sends it', async (t) => {
  const gateway = (await startedFor(t, pushService))('demo-push')
  const s = await joined(t, gateway)
  const subscription = (await command(gateway, '/_subscribe', {})) as { endpoint: string }
  const message = { subscription, title: 'Ringback', text: 'Phone snatched near you.' }
  const push = { partner: 'demo-push', kind: 'send-push', target: 'p', input: { message } }
  const [id = ''] = await s.owe(push)
  await s.until(id, 'acknowledged')
  const [kept] = await messagesOf(gateway)
  assert.deepEqual([kept?.to, kept?.subject, kept?.text], [subscription.endpoint, message.title, message.text])
  await command(gateway, '/_unsubscribe', { endpoint: subscription.endpoint })
  const [gone = ''] = await s.owe({ ...push, target: 'q' })
  await s.until(gone, 'refused')
})

test('a push is sent to no address but a push service’s own, whatever a browser claims to have subscribed at', async (t) => {
  const gateway = (await startedFor(t, pushService))('demo-push')
  const s = await joined(t, gateway)
  let asked = 0
  const server = createServer((_request, response) => void response.end(String(asked++)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { keys } = (await command(gateway, '/_subscribe', {})) as { keys: object }
  const elsewhere = [
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`,
    'https://fcm.googleapis.com.evil.example/x',
  ]
  for (const endpoint of elsewhere) {
    const message = { subscription: { endpoint, keys }, title: 'Ringback', text: 'x' }
    const [id = ''] = await s.owe({ partner: 'demo-push', kind: 'send-push', target: endpoint, input: { message } })
    await s.until(id, 'refused')
  }
  assert.equal(asked, 0)
})

test('each gateway shows what it took on a page that says that it is pretend, and nothing in a message is HTML there', async (t) => {
  const gateway = (await startedFor(t, mailbox))('demo-mailbox')
  const s = await joined(t, gateway)
  const [id = ''] = await s.owe({ ...aMail, input: { message: { ...mail, text: '<script>alert(1)</script>' } } })
  await s.until(id, 'acknowledged')
  const page = await (await fetch(String(gateway.config.page))).text()
  assert.match(page, /Pretend: no message here has left this machine/)
  assert.match(page, /<h1>The pretend mailbox<\/h1>/)
  assert.ok(!page.includes('<script>'))
})

test('whatever a mail says, the pretend mailbox reads it as it was written', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 120 }).map((said) => said.replaceAll(/\p{C}/gu, ''))
  await fc.assert(
    fc.asyncProperty(line, fc.array(line, { maxLength: 5 }), async (subject, lines) => {
      const said = lines.join('\n').trimEnd()
      const id = randomUUID()
      const raw = await new MailComposer({
        from: 'a@b.example',
        to: 'c@d.example',
        subject,
        text: said,
        messageId: `<${id}@b>`,
      })
        .compile()
        .build()
      const read = readMail(raw.toString())
      assert.deepEqual([read.id, read.text], [`${id}@b`, said])
      assert.equal(read.subject.replace(/\s+/g, ' ').trim(), subject.replace(/\s+/g, ' ').trim())
    }),
    { numRuns: 50 },
  )
})
