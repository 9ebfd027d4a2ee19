import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { z } from 'zod'
import type { Place, Running } from './frame.ts'
import { bounceOf, bounceStyles } from './gateways/bounce.ts'
import { openFaults, serveGateway } from './gateways/gateway.ts'
import { openInbox } from './gateways/inbox.ts'
import { readMail } from './gateways/mail.ts'

const slug = 'demo-mailbox'
const account = 'ringback'

/** What becomes of a mail that the server took: it comes back to whoever sent it. */
const Fate = z.strictObject({
  to: z.email(),
  style: z.enum(bounceStyles).default('postfix'),
  action: z.enum(['failed', 'delayed', 'relayed']).default('failed'),
  status: z
    .string()
    .regex(/^[245]\.\d\.\d{1,2}$/)
    .default('5.1.1'),
})

const answer = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** Everybody's mailbox, pretend: an SMTP server that takes all mail, and a page that shows it. */
export default async function startMailbox(place: Place): Promise<Running> {
  const { folder, secretOf, now, port } = place
  const inbox = openInbox(folder && join(folder, `${slug}.ndjson`))
  const faults = openFaults(place)
  const ours = secretOf(slug) // made now, so that whoever sends finds it from the first mail on
  const title = 'The pretend mailbox'
  const pagePort = port === 0 ? 0 : port + 1000 // beside the ports of the partners, which follow each other
  const fates = new Map<string, z.output<typeof Fate>>()
  const bounces: string[] = []
  const commands = {
    /** Mail to this address is taken, and reported as not delivered afterwards. */
    '/_bounce': (body: unknown) => {
      const fate = Fate.parse(body)
      fates.set(fate.to, fate)
      return fate
    },
    /** The reports so far, as they would go to the envelope sender. */
    '/_bounces': () => bounces,
  }
  const page = await serveGateway({ title, inbox, handle: () => ({ status: 404 }), commands }, faults, pagePort)
  const comeBack = (to: string, from: string, mail: string) => {
    const fate = fates.get(to)
    if (fate) bounces.push(bounceOf({ ...fate, from, mail, at: now() }))
  }

  const options: SMTPServerOptions = {
    ...{ name: 'pretend-mailbox', disabledCommands: ['STARTTLS'], allowInsecureAuth: true, disableReverseLookup: true },
    onConnect: async (_session, done) => {
      const luck = faults.draw()
      await pause(luck.delayMs)
      done(luck.outage ? answer(421, 'Out of service') : null)
    },
    onAuth: ({ username, password }, _session, done) =>
      username === account && password === ours
        ? done(null, { user: username })
        : done(answer(535, 'Authentication credentials invalid')),
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody@') ? answer(550, 'No such mailbox') : null),
    onData: async (stream, session, done) => {
      const raw = await text(stream)
      const luck = faults.draw()
      if (luck.failsBefore) return done(answer(451, 'Try later'))
      const mail = readMail(raw)
      const [to] = session.envelope.rcptTo
      const { mailFrom } = session.envelope
      comeBack(to?.address ?? '', mailFrom ? mailFrom.address : '', raw)
      inbox.add({ ...mail, to: to?.address ?? mail.to, at: now().toISOString(), status: 'taken' })
      done(luck.fails ? answer(451, 'Try later') : null)
    },
  }
  const server = new SMTPServer(options)
  server.on('error', () => undefined) // a client that broke off
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.server.address()
  const smtpPort = typeof address === 'object' && address ? address.port : port
  return {
    ...{ slug, name: 'Mailbox (pretend)', sort: 'gateway', connector: 'smtp', keySet: { keys: [] } },
    config: {
      ...{ baseUrl: `smtp://127.0.0.1:${smtpPort}`, clientId: account, page: `${page.origin}/` },
      ...{ from: 'Ringback (pretend) <no-reply@ringback.example>', bounces: 'bounces@ringback.example' },
      requireTls: false,
    },
    effects: () => [],
    stop: async () => {
      await page.stop()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
