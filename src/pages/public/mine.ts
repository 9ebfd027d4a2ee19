import { z } from 'zod'
import { type RouteContext, seeOther, stopOnlyPerMinute } from '#http'
import {
  addPhone,
  askForPasskey,
  askIfOwn,
  forgetPasskey,
  keepNewPasskey,
  lineOf,
  mayBeShownOwn,
  type Opened,
  type OwnPhoneTables,
  offerPasskey,
  openByPasskey,
  type PasskeyMeans,
  passkeyOfTicket,
  phonesOf,
  secretOfTicket,
  showOwn,
  stopSecretOf,
  takePushesOf,
  takesPasskeys,
} from '#modules/register/public'
import { answerPasskey, type ReportTables, type TakeBackTables, takeReport } from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { type NameTables, nameOfCard, namesOf, shownPhones } from '../mine-phones.ts'
import { backSays, heard, ownSays, passkeySays, whyNotByOwner, whyNotByTrust } from '../mine-words.ts'
import { ownCode, passAfter } from '../pass-after.ts'
import { type PushTables, pushGateway } from '../push-key.ts'
import { readSubscription } from '../read-subscription.ts'

type Tables = OwnPhoneTables & ReportTables & TakeBackTables & NameTables & PushTables
type Context = RouteContext<Tables>

const form = z.object({
  do: z.enum(['code', 'keep', 'open', 'stop', 'found', 'not-me', 'own', 'own-code', 'add', 'push', 'forget'], {
    error: 'Press one of the buttons on this page',
  }),
  code: z.string().trim().max(40, 'A code has 12 letters and digits'),
  ticket: z.string().max(4000),
  /** What the browser's passkey said, as JSON. */
  credential: z.string().max(40_000),
  handset: z.string().max(60),
  subscription: z.string().max(4000),
  danger: z.string().transform((said) => said === 'yes'),
  safe: z.string().transform((ticked) => ticked === 'yes'),
  /** What came with the six digits that went to the phone. */
  proof: z.string().max(4000),
  digits: z
    .string()
    .max(40, 'A code has six digits')
    .transform((typed) => typed.replaceAll(/\D/g, '')),
})
type Form = z.output<typeof form>

/** Nothing is open: a passkey or a code opens it. */
const shut = { phones: false, keeping: false, ticket: '', said: false, gateway: false, proving: false }

/**
 * The page of whoever may stop somebody's phone, or their own: opened by a passkey, then one button. By a code it opens once,
 * to stop the phone or to keep a passkey (docs/adr/0029). It shows no more of a phone than tells two of them apart, and by a card nothing.
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
  wrong: 'We do not know this code. Compare each letter and digit',
  rest: 'Five wrong codes came from here. Compare each letter and digit',
}

async function typeCode({ code }: Form, context: Context) {
  const secret = code ? await stopSecretOf(context, code) : 'wrong'
  if (typeof secret === 'string') return wrong('code', wrongCode[secret])
  const trusted = secret.kind === 'trusted-person'
  const name = trusted && (await namesOf(context as never, [secret.line])).get(secret.line)
  const { ticket, options } = offerPasskey(context, secret)
  return {
    title: 'You may stop this phone',
    keeping: takesPasskeys(context.publicUrl) && options,
    ticket,
    phones: [{ handset: '', name: name || nameOfCard(), mayStart: false, isMine: false, mayBeOwn: false }],
  }
}

const show = async (opened: Awaited<ReturnType<typeof keepNewPasskey>>, context: Context, said: string | false) =>
  'refused' in opened ? wrong('open', passkeySays[opened.refused]) : showPhones(opened, context, said)

async function showPhones({ passkey, ticket }: Opened, context: Context, said: string | false = false) {
  const phones = await phonesOf(context.db as never, passkey, context.now())
  const gateway = phones.some(({ means }) => means === 'trusted-person') && (await pushGateway(context.db as never))
  const own = new Set(phones.filter((phone) => mayBeShownOwn(context as never, phone)).map(({ handset }) => handset))
  const shown = await shownPhones(context as never, phones)
  const named = shown.map((phone) => ({ ...phone, mayBeOwn: own.has(phone.handset) }))
  return { phones: named, ticket, said, gateway: gateway || false, proving: false }
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
  const shown = { means, channel: channels[means], danger: sent.danger, safeMode: sent.safe }
  const report = { line, handset, method: 'other', ...shown, ...(access && { access }) } as const
  const taken = await takeReport(context, report)
  if ('refused' in taken) return wrong('open', passkeySays.busy)
  context.pass.give(passAfter(held, taken, means, context.now()))
  return seeOther(sent.danger ? '/report/receipt?danger=yes' : '/report/receipt')
}

const back = (why: 'found' | 'not-me') => async (sent: Form, context: Context) => {
  const held = await heldPhone(sent.ticket, sent.handset, context)
  if (!held) return wrong('open', passkeySays['too-late'])
  const page = await showPhones({ ...held.passkey, ticket: sent.ticket }, context)
  await context.audit('change', `handset/${held.phone.handset}`)
  const answered = await answerPasskey(context as never, held.phone, why)
  const isOwner = held.phone.means === 'own-passkey'
  const not = isOwner ? whyNotByOwner(held.phone, why, answered) : whyNotByTrust(answered)
  if (not) return { ...page, ...wrong(`phone-${sent.handset}`, backSays[not]) }
  return { ...page, said: heard[isOwner ? why : 'found'] }
}

/** Sends six digits to a phone that somebody says is their own: a card alone is seen by who stands by (docs/adr/0029). */
async function ownPhone({ ticket, handset }: Form, context: Context) {
  const held = await heldPhone(ticket, handset, context)
  if (!held) return wrong('open', passkeySays['too-late'])
  const { passkey } = held.passkey
  await context.audit('change', `passkey/${passkey}`)
  const proof = await askIfOwn(context as never, passkey, held.phone)
  const page = await showPhones(
    { passkey, ticket },
    context,
    proof !== undefined && 'We sent six digits to this phone.',
  )
  return proof
    ? { ...page, proving: { handset, proof } }
    : { ...page, ...wrong(`phone-${handset}`, ownSays['too-late']) }
}

async function ownPhoneByCode({ ticket, handset, proof, digits }: Form, context: Context) {
  const held = await heldPhone(ticket, handset, context)
  if (!held) return wrong('open', passkeySays['too-late'])
  const { passkey } = held.passkey
  await context.audit('change', `passkey/${passkey}`)
  const shown = await showOwn(context as never, passkey, held.phone, { note: proof, code: digits })
  const page = await showPhones({ passkey, ticket }, context, shown === 'own' && ownSays.own)
  if (shown === 'own') return page
  const again = shown === 'wrong-code'
  return {
    ...page,
    proving: again && { handset, proof },
    ...wrong(again ? 'digits' : `phone-${handset}`, ownSays[shown]),
  }
}

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
  ...{ own: ownPhone, 'own-code': ownPhoneByCode },
  ...{ add, push, forget },
} as const
