import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { jwtVerify } from 'jose'
import { z } from 'zod'
import type { Place, Running } from './frame.ts'
import { openCallbacks } from './gateways/callbacks.ts'
import { type Answered, type Asked, openFaults, serveGateway } from './gateways/gateway.ts'
import { type Message, openInbox } from './gateways/inbox.ts'
import { readLetter } from './gateways/letter.ts'

const slug = 'demo-notify'
const templates = {
  sms: { id: '2d6c1b0e-6b1f-4a3e-8f0e-8a1c5b7d9e01', fields: ['text'] },
  email: { id: '2d6c1b0e-6b1f-4a3e-8f0e-8a1c5b7d9e02', fields: ['subject', 'text'] },
} as const
type Type = keyof typeof templates | 'letter'
/** What Notify files a letter under that its sender made. */
const precompiled = '2d6c1b0e-6b1f-4a3e-8f0e-8a1c5b7d9e03'
const templateOf = (type: Type) => (type === 'letter' ? precompiled : templates[type].id)

const fates = ['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure'] as const
/** `sending`: nobody says what became of it, until `/_receipt` does. */
const Fate = z.strictObject({ to: z.string(), status: z.enum([...fates, 'sending']) })
const Told = z.strictObject({ to: z.string(), status: z.enum(fates) })
const Received = z.strictObject({ from: z.string(), text: z.string() })
const Repeat = z.strictObject({ callbacks: z.int().min(1).max(5) })
const Given = z.object({
  template_id: z.string(),
  phone_number: z.string().optional(),
  email_address: z.string().optional(),
  personalisation: z.record(z.string(), z.string()).default({}),
  reference: z.string().optional(),
})

/** A letter that its sender made as PDF ("precompiled"). */
const Posted = z.object({
  reference: z.string(),
  content: z.base64(),
  postage: z.enum(['first', 'second', 'economy']).default('second'),
})

const isPhone = (text: string) => /^\+?[0-9 ()-]{10,20}$/.test(text)
const isMail = (text: string) => z.email().safeParse(text).success

const wrong = (status: number, error: string, message: string): Answered => ({
  status,
  body: { status_code: status, errors: [{ error, message }] },
})

/** The API key's parts, from its end as Notify's clients read it: service id, hyphen, secret. */
const partsOf = (key: string) => ({ service: key.slice(Math.max(0, key.length - 73), -37), secret: key.slice(-36) })

/** GOV.UK Notify, pretend: its API for texts and mail, with its errors, and delivery receipts by callback. */
export default async function startNotify(place: Place): Promise<Running> {
  const { folder, secretOf, publicUrl, now, port } = place
  const key = secretOf(slug)
  const { service } = partsOf(key)
  const signedIn = openSignIn(key, now)
  const inbox = openInbox(folder && join(folder, `${slug}.ndjson`))
  const types = new Map<string, Type>()
  const fateOf = new Map<string, z.output<typeof Fate>['status']>()
  const token = randomBytes(24).toString('base64url')
  const callbacks = openCallbacks(publicUrl, token)
  let repeats = 1

  const desk: Desk = { inbox, types, fateOf, now, tell: (receipt) => void callbacks.send(receipt, repeats) }

  const shown = ({ id, reference, status, text, at }: Message) => {
    return { id, reference: reference ?? null, type: types.get(id) ?? 'sms', status, body: text, created_at: at }
  }
  const handle = async (asked: Asked): Promise<Answered> => {
    const refused = await signedIn(asked)
    if (refused) return refused
    const { method, path, query } = asked
    if (method === 'POST' && path === '/v2/notifications/sms') return send(desk, 'sms', asked, service)
    if (method === 'POST' && path === '/v2/notifications/email') return send(desk, 'email', asked, service)
    if (method === 'POST' && path === '/v2/notifications/letter') return post(desk, asked)
    if (method === 'GET' && path === '/v2/notifications') {
      const found = inbox.all().filter(({ reference }) => reference === (query.get('reference') ?? reference))
      return { status: 200, body: { notifications: found.map(shown), links: { current: asked.origin + path } } }
    }
    const one = inbox.find(({ id }) => path === `/v2/notifications/${id}`)
    return one ? { status: 200, body: shown(one) } : wrong(404, 'NoResultFound', 'No result found')
  }

  const commands = {
    /** What becomes of messages to this number or address from now on. */
    '/_fate': (body: unknown) => {
      const { to, status } = Fate.parse(body)
      fateOf.set(to, status)
    },
    /** Receipts that were out come after all. */
    '/_receipt': (body: unknown) => {
      const { to, status } = Told.parse(body)
      for (const message of inbox.all().filter((one) => one.to === to && one.status === 'sending')) {
        message.status = status
        desk.tell(receiptOf(message, types.get(message.id) ?? 'sms', now()))
      }
    },
    /** Somebody texts our number: handed on as Notify does it, as often as receipts are. */
    '/_text': (body: unknown) => void callbacks.send(textOf(body, now()), repeats, '/api/notify/received'),
    /** How often each receipt is sent. */
    '/_repeat': (body: unknown) => {
      repeats = Repeat.parse(body).callbacks
    },
  }
  const title = 'The pretend phones: texts by a pretend GOV.UK Notify'
  const served = await serveGateway({ title, inbox, handle, commands }, openFaults(place), port)
  const callbackTokenHash = createHash('sha256').update(token).digest('base64url')
  return {
    ...{ slug, name: 'GOV.UK Notify (pretend)', sort: 'gateway', connector: 'notify', keySet: { keys: [] } },
    config: {
      ...{ baseUrl: served.origin, clientId: 'ringback', page: `${served.origin}/`, callbackTokenHash },
      ...{ textTemplate: templates.sms.id, emailTemplate: templates.email.id, letters: true },
    },
    effects: () => [],
    stop: async () => {
      callbacks.stop()
      await served.stop()
    },
  }
}

/** What the calls of one pretend Notify share. */
type Desk = {
  readonly inbox: ReturnType<typeof openInbox>
  readonly types: Map<string, Type>
  readonly fateOf: ReadonlyMap<string, z.output<typeof Fate>['status']>
  readonly now: () => Date
  readonly tell: (receipt: object) => void
}

function send(desk: Desk, type: keyof typeof templates, { body, origin }: Asked, service: string): Answered {
  const { inbox, types, fateOf, now, tell } = desk
  const order = orderOf(type, body)
  if ('status' in order) return order
  const { to, reference, personalisation } = order
  const { subject, text = '' } = personalisation
  const message = inbox.add({
    ...{ id: randomUUID(), at: now().toISOString(), to, text, status: 'sending' },
    ...(type === 'email' && { subject: subject ?? '' }),
    ...(reference !== undefined && { reference }),
  })
  types.set(message.id, type)
  message.status = fateOf.get(to) ?? 'delivered'
  if (message.status !== 'sending') tell(receiptOf(message, type, now()))
  const content = type === 'sms' ? { body: text, from_number: 'RINGBACK' } : { body: text, subject, from_email: '' }
  const uri = `${origin}/v2/notifications/${message.id}`
  const { id: template } = templates[type]
  const used = { id: template, version: 1, uri: `${origin}/services/${service}/templates/${template}` }
  return { status: 201, body: { id: message.id, reference: reference ?? null, content, uri, template: used } }
}

/** Takes a letter as it is to be printed. Of paper nobody says that it arrived. */
function post({ inbox, types, fateOf, now }: Desk, { body }: Asked): Answered {
  const { data } = Posted.safeParse(jsonOf(body))
  if (!data) return wrong(400, 'ValidationError', 'content is a required property')
  const letter = readLetter(Buffer.from(data.content, 'base64'))
  if (!letter) return wrong(400, 'BadRequestError', 'Letter content is not a valid PDF')
  const { reference, postage } = data
  const [id, subject] = [randomUUID(), `A letter, ${postage} class`]
  types.set(id, 'letter')
  inbox.add({ id, at: now().toISOString(), ...letter, subject, reference, status: fateOf.get(letter.to) ?? 'accepted' })
  return { status: 201, body: { id, reference, postage } }
}

/** A text to our number, as Notify posts it: numbers without a plus. */
function textOf(body: unknown, at: Date) {
  const { from, text: message } = Received.parse(body)
  const numbers = { source_number: from.replace(/^\+/, ''), destination_number: '447700900999' }
  return { id: randomUUID(), ...numbers, message, date_received: at.toISOString() }
}

/** A delivery receipt, as Notify posts it. */
const receiptOf = ({ id, reference, to, status, at }: Message, type: Type, done: Date) => ({
  ...{ id, reference: reference ?? null, to, status, created_at: at },
  ...{ sent_at: done.toISOString(), completed_at: done.toISOString() },
  ...{ notification_type: type, template_id: templateOf(type), template_version: 1 },
})

/** Whether a call is signed with the API key, as Notify's own clients do it: a JWT of half a minute. */
function openSignIn(key: string, now: () => Date) {
  const { service, secret } = partsOf(key)
  return async ({ headers }: Asked): Promise<Answered | undefined> => {
    const jwt = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    if (!jwt) return wrong(401, 'AuthError', 'Unauthorized: authentication bearer scheme must be used')
    try {
      const options = { algorithms: ['HS256'], currentDate: now() }
      const { payload } = await jwtVerify(jwt, Buffer.from(secret), options)
      if (payload.iss !== service) return wrong(403, 'AuthError', 'Invalid token: service not found')
      const age = now().getTime() / 1000 - (payload.iat ?? 0)
      return Math.abs(age) <= 30 ? undefined : wrong(403, 'AuthError', 'Error: Your system clock must be accurate')
    } catch {
      return wrong(403, 'AuthError', 'Invalid token: API key not found')
    }
  }
}

type Order = {
  readonly to: string
  readonly reference?: string | undefined
  readonly personalisation: Record<string, string>
}

/** What is to be sent, or what is wrong with it in Notify's words. */
function orderOf(type: keyof typeof templates, body: Buffer): Order | Answered {
  const { data } = Given.safeParse(jsonOf(body))
  const to = data && (type === 'sms' ? data.phone_number : data.email_address)
  if (!data || to === undefined) return wrong(400, 'ValidationError', 'a recipient is a required property')
  if (!(type === 'sms' ? isPhone : isMail)(to)) return wrong(400, 'ValidationError', 'Not a valid recipient')
  const template = templates[type]
  if (data.template_id !== template.id) return wrong(400, 'BadRequestError', 'Template not found')
  const missing = template.fields.filter((field) => data.personalisation[field] === undefined)
  if (missing.length > 0) return wrong(400, 'BadRequestError', `Missing personalisation: ${missing.join(', ')}`)
  return { to, reference: data.reference, personalisation: data.personalisation }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
