import { NotifyClient } from 'notifications-node-client'
import { z } from 'zod'
import {
  acknowledged,
  type CallTools,
  defineConnector,
  notSent,
  type Outcome,
  type PartnerReply,
  rejected,
  retry,
  retryLater,
} from '#partners'

const Config = z.object({
  baseUrl: z.url(),
  clientId: z.string().default(''),
  /** Templates of the service at Notify; each has the one field `text`, that of the mail `subject` too. */
  textTemplate: z.uuid().optional(),
  emailTemplate: z.uuid().optional(),
  /** Whether the service may post letters that we made ourselves: Notify allows it to some. */
  letters: z.boolean().default(false),
})
type Tools = CallTools<z.output<typeof Config>>
type Type = 'sms' | 'email' | 'letter'

const Sent = z.object({ id: z.string() })
const Found = z.object({ notifications: z.array(z.object({ id: z.string() })) })

/** The one call that Notify's client makes of its HTTP library, answered by ours: so it keeps the deadline and the pool. */
type Ask = { readonly url: string; readonly data?: unknown; readonly headers: Readonly<Record<string, string>> }

async function asked(tools: Tools, key: string, ask: (client: NotifyClient) => unknown): Promise<PartnerReply> {
  const { baseUrl } = tools.config
  let reply: PartnerReply | undefined
  const client = new NotifyClient(baseUrl, key)
  const send = async ({ url, data, headers }: Ask) => {
    reply = await tools.http(url.slice(baseUrl.length), {
      headers,
      ...(data !== undefined && { json: data, idempotencyKey: tools.actionId }),
    })
    return {}
  }
  client.setClient(send as unknown as Parameters<NotifyClient['setClient']>[0])
  await ask(client)
  return reply ?? { status: 0, failed: 'nothing was asked', read: () => undefined }
}

/** Notify tells by its callback what became of a text or a mail. Of paper nobody says that it arrived. */
const taken = (type: Type): Outcome => acknowledged({ awaited: type !== 'letter' })

function outcomeOf(reply: PartnerReply, type: Type): Outcome {
  if (reply.status === 201) return reply.read(Sent) ? taken(type) : retryLater(reply)
  if (reply.status === 400) return rejected('bad-address') // a number or address that Notify cannot send to
  if (reply.status === 401 || reply.status === 403) return retry(60, `credentials refused (${reply.status})`)
  return retryLater(reply)
}

/** Notify has no idempotency key: when an answer was lost, it is asked for our reference before anything is sent again. */
async function send(tools: Tools, type: Type, deliver: (client: NotifyClient) => unknown): Promise<Outcome> {
  const key = tools.secret()
  if (key === undefined) return retry(60, 'no API key for this partner: add it to the secrets folder')
  if (tools.again) {
    const reply = await asked(tools, key, (client) => client.getNotifications(type, undefined, tools.actionId))
    const found = reply.status === 200 ? reply.read(Found) : undefined
    if (!found) return retryLater(reply)
    if (found.notifications.length > 0) return taken(type)
  }
  return outcomeOf(await asked(tools, key, deliver), type)
}

/** GOV.UK Notify, by its own client. It signs nothing; whether a message arrived it tells by its callback. */
export default defineConnector({
  contract: 'notify',
  sort: 'gateway',
  unsigned: true,
  config: Config,
  sample: {
    textTemplate: '7b4f2c9a-3c52-4f29-9a35-1d8e2f4a6d01',
    emailTemplate: '7b4f2c9a-3c52-4f29-9a35-1d8e2f4a6d02',
    letters: true,
  },
  actions: {
    async 'send-text'({ message: { to, text } }, tools) {
      const { textTemplate } = tools.config
      if (!textTemplate) return notSent('This Notify service has no template for texts.')
      const more = { personalisation: { text }, reference: tools.actionId }
      return send(tools, 'sms', (client) => client.sendSms(textTemplate, to, more))
    },
    async 'send-email'({ message: { to, subject, text } }, tools) {
      const { emailTemplate } = tools.config
      if (!emailTemplate) return notSent('This Notify service has no template for mail.')
      const more = { personalisation: { subject, text }, reference: tools.actionId }
      return send(tools, 'email', (client) => client.sendEmail(emailTemplate, to, more))
    },
    async 'send-letter'({ message }, tools) {
      if (!tools.config.letters) return notSent('This Notify service posts no letters of ours.')
      const { letterPdf } = await import('#platform/letter') // few processes ever write one, and it loads a font
      const page = await letterPdf(message)
      return send(tools, 'letter', (client) => client.sendPrecompiledLetter(tools.actionId, page, 'second'))
    },
  },
})
