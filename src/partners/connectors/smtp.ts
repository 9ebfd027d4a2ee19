import { once } from 'node:events'
import { Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import { z } from 'zod'
import { mailIdOf } from '#lib/mail-id'
import { acknowledged, defineConnector, type Outcome, rejected, retry } from '#partners'

const Config = z.object({
  baseUrl: z.url({ protocol: /^smtps?$/ }),
  /** The account there; its password is the partner's secret. Without a secret we do not sign in. */
  clientId: z.string().default(''),
  from: z.string(),
  /** Where mail servers report what they could not deliver (`ringback mail read-bounce`); without it, to `from`. */
  bounces: z.email().optional(),
  /** No mail goes over an open line: only a pretend mailbox is without TLS. */
  requireTls: z.boolean().default(true),
})
type Config = z.output<typeof Config>

const defaultPort = { 'smtp:': 587, 'smtps:': 465 } as const

function transport({ baseUrl, clientId, requireTls }: Config, secret: string | undefined, socket: Socket) {
  const { protocol, hostname, port } = new URL(baseUrl)
  return createTransport({
    ...{ host: hostname, port: Number(port) || (protocol === 'smtps:' ? defaultPort['smtps:'] : defaultPort['smtp:']) },
    ...{ secure: protocol === 'smtps:', requireTLS: requireTls, ignoreTLS: !requireTls && protocol === 'smtp:' },
    ...(secret !== undefined && { auth: { user: clientId, pass: secret } }),
    socket, // ours, so that the deadline ends it whatever the server does
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
}

type SmtpError = { readonly code?: string; readonly command?: string; readonly responseCode?: number }

/** A 5xx is about this message only where the message is named: after sign-in, at its sender, recipient or text. */
function outcomeOf(error: unknown): Outcome {
  const { code = 'unknown', command = '', responseCode = 0 } = (error ?? {}) as SmtpError
  const forGood = responseCode >= 500 && responseCode < 600
  // 530: it wants us to sign in, and we had nothing to sign in with. That is ours to mend, not this message's fault.
  if (responseCode === 530 || responseCode === 535 || code === 'EAUTH')
    return retry(60, `credentials refused (${responseCode})`)
  if (forGood && command === 'RCPT TO') return rejected('bad-address')
  if (forGood && (command === 'MAIL FROM' || command === 'DATA')) return rejected('refused')
  return retry(0, responseCode > 0 ? `SMTP ${responseCode}` : `connection failed (${code})`)
}

/** Any mail server (SMTP, RFC 5321). It signs nothing: what it takes is sent, and no more is claimed until it reports that it was not. */
export default defineConnector({
  contract: 'smtp',
  sort: 'gateway',
  unsigned: true,
  config: Config,
  sample: { baseUrl: 'smtp://127.0.0.1', from: 'Ringback <no-reply@ringback.example>', requireTls: false },
  actions: {
    async 'send-email'({ message: { to, subject, text } }, { config, actionId, secret, deadline }) {
      const overdue = once(deadline, 'abort').then(() => retry(0, 'no answer before the deadline'))
      const socket = new Socket({ signal: deadline })
      const key = secret()
      const { from, bounces } = config
      const mail = { from, to, subject, text, messageId: mailIdOf(actionId, from, key) }
      const headers = { 'Auto-Submitted': 'auto-generated' }
      const sent = transport(config, key, socket)
        .sendMail({ ...mail, headers, ...(bounces && { envelope: { from: bounces, to } }) })
        .then(() => acknowledged(), outcomeOf)
      return Promise.race([sent, overdue]).finally(() => socket.destroy())
    },
  },
})
