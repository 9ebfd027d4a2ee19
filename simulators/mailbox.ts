import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Place, Running } from './frame.ts'
import { openFaults, serveGateway } from './gateways/gateway.ts'
import { openInbox } from './gateways/inbox.ts'
import { readMail } from './gateways/mail.ts'

const slug = 'demo-mailbox'
const account = 'ringback'

const answer = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** Everybody's mailbox, pretend: an SMTP server that takes all mail, and a page that shows it. */
export default async function startMailbox(place: Place): Promise<Running> {
  const { folder, secretOf, now, port } = place
  const inbox = openInbox(folder && join(folder, `${slug}.ndjson`))
  const faults = openFaults(place)
  const ours = secretOf(slug) // made now, so that whoever sends finds it from the first mail on
  const title = 'The pretend mailbox'
  const pagePort = port === 0 ? 0 : port + 1000 // beside the ports of the partners, which follow each other
  const page = await serveGateway({ title, inbox, handle: () => ({ status: 404 }) }, faults, pagePort)

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
      ...{ from: 'Ringback (pretend) <no-reply@ringback.example>', requireTls: false },
    },
    effects: () => [],
    stop: async () => {
      await page.stop()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
