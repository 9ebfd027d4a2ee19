import { z } from 'zod'
import { type RouteContext, seeOther, stopOnlyPerMinute } from '#http'
import {
  addPhone,
  askForPasskey,
  forgetPasskey,
  keepNewPasskey,
  lineOf,
  type Opened,
  offerPasskey,
  openByPasskey,
  type PasskeyMeans,
  type PasskeyTables,
  passkeyOfTicket,
  phonesOf,
  secretOfTicket,
  stopSecretOf,
  takePushesOf,
  takesPasskeys,
} from '#modules/register/public'
import { answerPasskey, type ReportTables, type TakeBackTables, takeReport } from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { type NameTables, namesOf, shownPhones } from '../mine-phones.ts'
import { backSays, passkeySays } from '../mine-words.ts'
import { ownCode, passAfter } from '../pass-after.ts'
import { type PushTables, pushGateway } from '../push-key.ts'
import { readSubscription } from '../read-subscription.ts'

type Tables = PasskeyTables & ReportTables & TakeBackTables & NameTables & PushTables
type Context = RouteContext<Tables>

const form = z.object({
  do: z.enum(['code', 'keep', 'open', 'stop', 'found', 'not-me', 'add', 'push', 'forget'], {
    error: 'Press one of the buttons on this page',
  }),
  code: z.string().trim().max(40, 'A code has 12 signs'),
  ticket: z.string().max(4000),
  /** What the browser's passkey said, as JSON. */
  credential: z.string().max(40_000),
  handset: z.string().max(60),
  subscription: z.string().max(4000),
})
type Form = z.output<typeof form>

/** Nothing is open: a passkey or a code opens it. */
const shut = { phones: false, keeping: false, ticket: '', said: false, gateway: false }

/**
 * The page of whoever may stop somebody's phone, or their own: opened by a passkey, then one button. By a code it opens once,
 * to stop the phone or to keep a passkey (docs/adr/0029). It shows no more of a phone than tells two of them apart.
 */
export default definePage<Tables>()({
  url: '/mine',
  title: 'Phones that you may stop',
  template: 'public/mine.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: stopOnlyPerMinute,

  async load(_, context) {
    await context.audit('look', 'passkey') // the page shows no record yet
    return { ...shut, asking: takesPasskeys(context.publicUrl) && askForPasskey(context) }
  },

  form,
  act: (sent, context) => acts[sent.do](sent, context),
})

const wrong = (field: string, says: string) => ({ errors: [{ field, says }] })
const wrongCode = {
  wrong: 'We do not know this code. Compare each sign',
  rest: 'Five wrong codes came from here. Compare each sign',
}

async function typeCode({ code }: Form, context: Context) {
  const secret = code ? await stopSecretOf(context, code) : 'wrong'
  if (typeof secret === 'string') return wrong('code', wrongCode[secret])
  const names = await namesOf(context as never, [secret.line])
  const { ticket, options } = offerPasskey(context, secret)
  return {
    title: 'You may stop this phone',
    keeping: takesPasskeys(context.publicUrl) && options,
    ticket,
    phones: [{ handset: '', name: names.get(secret.line) ?? 'Phone', mayStart: false, isMine: false }],
  }
}

const show = async (opened: Awaited<ReturnType<typeof keepNewPasskey>>, context: Context, said: string | false) =>
  'refused' in opened ? wrong('open', passkeySays[opened.refused]) : showPhones(opened, context, said)

async function showPhones({ passkey, ticket }: Opened, context: Context, said: string | false = false) {
  const phones = await phonesOf(context.db as never, passkey, context.now())
  const gateway = phones.some(({ means }) => means === 'trusted-person') && (await pushGateway(context.db as never))
  return { phones: await shownPhones(context as never, phones), ticket, said, gateway: gateway || false }
}

const channels = { 'trusted-person': 'trusted-person', 'own-passkey': 'web', 'panic-card': 'panic-card' } as const

type Stopping = { readonly line: string; readonly handset: string; readonly means: PasskeyMeans }

/** The phone that a form names, if its passkey or its code may stop it. */
async function phoneOf({ ticket, handset }: Form, context: Context): Promise<Stopping | undefined> {
  const secret = await secretOfTicket(context, ticket)
  if (secret) return { ...secret, means: secret.kind === 'trusted-person' ? secret.kind : 'panic-card' }
  return (await heldPhone(ticket, handset, context))?.phone
}

async function heldPhone(ticket: string, handset: string, context: Context) {
  const passkey = await passkeyOfTicket(context, ticket)
  const phones = passkey ? await phonesOf(context.db as never, passkey.passkey, context.now()) : []
  const phone = phones.find((one) => one.handset === handset)
  return passkey && phone && { passkey, phone }
}

async function stop(sent: Form, context: Context) {
  const phone = await phoneOf(sent, context)
  if (!phone) return wrong('open', passkeySays['too-late'])
  const { handset, means } = phone
  const line = await lineOf(context, phone as never)
  const { held } = context.pass
  const access = ownCode(held)
  const report = { line, handset, method: 'other', means, channel: channels[means], ...(access && { access }) } as const
  const taken = await takeReport(context, report)
  if ('refused' in taken) return wrong('open', passkeySays.busy)
  context.pass.give(passAfter(held, taken, means, context.now()))
  return seeOther('/report/receipt')
}

const back = (why: 'found' | 'not-me') => async (sent: Form, context: Context) => {
  const held = await heldPhone(sent.ticket, sent.handset, context)
  if (!held) return wrong('open', passkeySays['too-late'])
  const page = await showPhones({ ...held.passkey, ticket: sent.ticket }, context)
  await context.audit('change', `handset/${held.phone.handset}`)
  const answered = await answerPasskey(context as never, held.phone, why)
  if ('case' in answered) return { ...page, said: 'We are starting the phone again.' }
  // An owner may be whom a report is kept from: they do not learn whether one stands (docs/adr/0024).
  const contests = why === 'not-me' && held.phone.means === 'own-passkey'
  if ('person' in answered || (contests && answered.refused === 'no-report')) return { ...page, said: heard }
  return { ...page, ...wrong(`phone-${sent.handset}`, backSays[answered.refused]) }
}

const heard =
  'We have heard you. If a report stands, a person looks at it within one hour. Until then all stays as it is.'

/** What an open page may do besides. `done` is what it says afterwards; an error stays beside its field. */
const onOpenPage =
  (
    act: (
      opened: { passkey: string },
      sent: Form,
      context: Context,
    ) => Promise<string | { errors: { field: string; says: string }[] }>,
  ) =>
  async (sent: Form, context: Context) => {
    const passkey = await passkeyOfTicket(context, sent.ticket)
    if (!passkey) return wrong('open', passkeySays['too-late'])
    await context.audit('change', `passkey/${passkey.passkey}`)
    const done = await act(passkey, sent, context)
    const page = await showPhones({ ...passkey, ticket: sent.ticket }, context, typeof done === 'string' && done)
    return typeof done === 'string' ? page : { ...page, ...done }
  }

const add = onOpenPage(async (passkey, { code }, context) => {
  const secret = code ? await stopSecretOf(context, code) : 'wrong'
  if (typeof secret === 'string') return wrong('code', wrongCode[secret])
  const refused = await addPhone(context, passkey, secret)
  return refused ? wrong('code', passkeySays[refused.refused]) : 'One phone more is on your page.'
})

const push = onOpenPage(async (passkey, { subscription }, context) => {
  const read = readSubscription(subscription)
  if (!read || !(await takePushesOf(context, passkey, read)))
    return wrong('push', 'This device was not taken. Try again')
  return 'We tell you here when one of these phones is reported.'
})

async function forget({ ticket }: Form, context: Context) {
  const passkey = await passkeyOfTicket(context, ticket)
  if (!passkey) return wrong('open', passkeySays['too-late'])
  await context.audit('change', `passkey/${passkey.passkey}`)
  await forgetPasskey(context, passkey)
  return { said: 'This passkey opens nothing any more. Delete it on your device too.' }
}

const acts = {
  code: typeCode,
  keep: async ({ credential }: Form, context: Context) =>
    show(
      await keepNewPasskey(context, credential),
      context,
      'Your passkey is kept. Next time, open this page with it.',
    ),
  open: async ({ credential }: Form, context: Context) =>
    show(await openByPasskey(context, credential), context, false),
  stop,
  found: back('found'),
  'not-me': back('not-me'),
  ...{ add, push, forget },
} as const
