import type { Imei } from '#lib/imei/imei'
import type { Line } from '#lib/line'
import type { Means } from '#lib/proof'
import { askToEnrol, confirmEnrolment, lineOf, type StopWord, sellAsShop, stopSecretOf } from '#modules/register/public'
import { type Identity, takeClaim, takeReport } from '#modules/reports/public'
import type { Target, Try } from '../../../simulators/city/red-team/agent.ts'
import type { System } from './system.ts'

export const anybody = (system: System, from = '127.0.0.1') => system.contextFor('demo-public', 'public:bench', from)
type Context = ReturnType<typeof anybody>

/** The case that a report came to, or why there is none. */
type Came = { readonly case: string } | { readonly refused: string }

/** Number and then name on the public page, as pages/public/report.ts and report-who.ts take them. */
export async function claim(
  context: Context,
  line: string,
  identities: readonly Identity[],
  safeMode = false,
): Promise<Came> {
  const taken = await takeReport(context as never, {
    line: line as Line,
    means: 'number',
    channel: 'web',
    method: 'snatch',
    safeMode,
  })
  if ('refused' in taken) return taken
  const by = { by: { from: context.from }, joined: taken.joined }
  for (const identity of identities) await takeClaim(context as never, taken.case, identity, by)
  return taken
}

/**
 * A call handler or an officer, as their system does it (routes/report-theft.ts). `holder`: who the caller is, so that the number's
 * operator is asked; else the handler says that the number was read back.
 */
export async function vouch(system: System, line: string, holder?: Identity): Promise<Came> {
  const context = system.contextFor('force-one', 'partner:force-one') as never
  const asksOperator = holder !== undefined
  const taken = await takeReport(context, {
    ...{ line: line as Line, means: 'police-handler', channel: 'force-system', method: 'robbery', force: 'force-one' },
    ...{ asksOperator, readBack: !asksOperator },
  })
  if ('case' in taken && holder)
    await takeClaim(context, taken.case, holder, { by: { helper: 'force-one' }, joined: taken.joined })
  return taken
}

/** A card or a code, as pages/public/stop.ts takes it. */
export async function useCode(context: Context, code: string): Promise<Came> {
  const secret = await stopSecretOf(context as never, code)
  if (typeof secret === 'string') return { refused: secret }
  const line = await lineOf(context as never, secret)
  const { kind, handset } = secret
  return takeReport(context as never, {
    line,
    handset: handset as never,
    method: 'snatch',
    means: kind as Means,
    channel: kind as never,
  })
}

/** What every owner who prepares has chosen: in which word, nothing here depends on. */
export const stopWord = 'cormorant' as StopWord

/** An owner prepares, by the code that the number is sent. Gives the card. */
export async function enrol(
  context: Context,
  { line, name, imeis }: Target,
  email: string,
): Promise<string | undefined> {
  const asked = {
    line: line as Line,
    name,
    email,
    banks: ['bank-one'],
    maker: 'maker-one',
    mayLocate: false,
    imeis: imeis as Imei[],
    stopWord,
  }
  const ticket = await askToEnrol(context as never, asked)
  const kept = (await context.vault.reveal('change', [ticket])).get(ticket)
  const { code } = (kept && 'value' in kept ? kept.value : {}) as { code: string }
  const confirmed = await confirmEnrolment(context as never, ticket, code)
  return 'card' in confirmed ? confirmed.card : undefined
}

/** A shop writes phones into the register as sold. */
export const sell = (
  system: System,
  shop: 'shop-one' | 'shop-two',
  imeis: readonly string[],
  owner: { name: string; contact: string },
) =>
  sellAsShop(system.contextFor(shop, `partner:${shop}`) as never, {
    refused: false,
    ...{ imeis: imeis as Imei[], channel: 'point-of-sale', owner },
  })

const whoIs = ({ name, born, postcode }: Target): Identity => ({ name, born, postcode })

/** One try of somebody who means harm. `friend`: whose number a rival shop uses; `card`: the target's own. */
export async function tryIt(
  system: System,
  one: Try,
  { from, target, friend, card }: { from: string; target: Target; friend: Target; card: string | undefined },
): Promise<Came> {
  const context = anybody(system, from)
  switch (one.do) {
    case 'claim':
      return claim(context, one.line, one.identities as Identity[], one.safe)
    case 'owner-claims':
      return claim(anybody(system, `${from}, their own`), target.line, [whoIs(target)])
    case 'owner-stops':
      return useCode(context, card ?? '')
    case 'code':
      return useCode(context, one.code)
    case 'vouch':
      return vouch(system, one.line)
    case 'sell-and-stop': {
      await sell(system, 'shop-one', one.imeis, { name: friend.name, contact: friend.line })
      const theirs = await enrol(context, { ...friend, imeis: one.imeis }, 'friend@pretend.example')
      return theirs ? useCode(context, theirs) : { refused: 'not-enrolled' }
    }
  }
}
