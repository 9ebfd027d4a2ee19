import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { StoredEvent, Tools } from '#ledger'
import type { CaseId } from '#lib/ids'
import { reviewOn, kept as times } from '#lib/kept'
import type { VaultRef } from '#platform/vault-ref'
import { AlertId, type Direction, type Told } from './alert.ts'
import { alertOfficers } from './commands/alert-officers.ts'
import { type NearbyTables, officersNear } from './nearby.ts'
import type { AlertPlace } from './place-an-alert.ts'
import { pushText } from './push-text.ts'

export type AlertTables = NearbyTables & { partner: { slug: string; connector: string } }

/** What a reaction has found out and officers may be told, if the case allows it. */
export type News = {
  readonly case: CaseId
  readonly method: string
  readonly reportedAt: string
  readonly source: 'words' | 'located'
  readonly place: AlertPlace
  readonly direction?: Direction | undefined
  readonly description?: VaultRef | undefined
  readonly locatedAt?: string
  /** The vault's subject whose place it is: erasing them erases the alert's place too. */
  readonly subject: string
  /** As far as we know. The command knows better, and says so. */
  readonly verified: boolean
  /** The victim says that they are in danger or hurt. */
  readonly danger: boolean
}

const mostTries = 30

/** Tells the officers near. Looks again when another alert took a turn of theirs meanwhile, or the proof has changed. */
export async function sendAlert(news: News, { tenant }: StoredEvent, tools: Tools<AlertTables>): Promise<void> {
  const { method: _, reportedAt: __, subject, place, verified: ___, danger: ____, ...told } = news
  const alert = AlertId.parse(randomUUID())
  let { verified } = news
  let kept: VaultRef | undefined
  const messages = pushMessages(news, tools)
  for (let tries = 1; tries <= mostTries; tries++) {
    const officers = await officersNear(tools.db, place, tenant, tools.now())
    if (officers.length === 0) return
    const reviewAt = reviewOn(times.officersNotice, tools.now())
    kept ??= (await tools.vault.put({ subject, class: 'place', value: place, reviewAt })).ref
    const sent = await messages(officers, verified)
    const outcome = await tools.execute(alertOfficers, { ...told, ...sent, alert, officers, verified, place: kept })
    if (outcome.ok) return
    if (outcome.refused === 'proof-changed') verified = !verified
    else if (outcome.refused !== 'officers-busy' && outcome.refused !== 'busy') return
    await pause(Math.random() * 10 * tries)
  }
  throw new Error(`No turn was free in ${mostTries} tries: the officers near are told by too many alerts at once.`)
}

/** The message for each officer whose device takes one, made once for each wording however often the alert is tried. */
function pushMessages({ place, ...theft }: News, { db, vault, now }: Tools<AlertTables>) {
  const made = new Map<string, VaultRef>()
  return async (officers: readonly Told[], verified: boolean) => {
    const partner = await db.selectFrom('partner').select('slug').where('connector', '=', 'web-push').executeTakeFirst()
    if (!partner) return { pushes: [] }
    const rows = await db
      .selectFrom('duty')
      .select(['officer', 'subscription'])
      .where(
        'officer',
        'in',
        officers.map(({ officer }) => officer),
      )
      .execute()
    const devices = new Map(rows.flatMap(({ officer, subscription: ref }) => (ref ? [[officer, ref] as const] : [])))
    const wanted = [...devices].filter(([officer]) => !made.has(`${officer} ${verified}`))
    const opened = await vault.reveal(
      'alert-officers',
      'respond-to-theft',
      wanted.map(([, ref]) => ref),
    )
    const text = pushText({
      ...theft,
      verified,
      near: place.name,
      direction: theft.direction,
      located: theft.source === 'located',
    })
    for (const [officer, ref] of wanted) {
      const device = opened.get(ref)
      if (!device || device.erased) continue
      const value = { subscription: device.value, ...text }
      const reviewAt = reviewOn(times.officersNotice, now())
      const { ref: message } = await vault.put({ subject: device.subject, class: 'contact', value, reviewAt })
      made.set(`${officer} ${verified}`, message)
    }
    const pushes = officers.flatMap(({ officer }) => {
      const message = made.get(`${officer} ${verified}`)
      return message ? [{ officer, message }] : []
    })
    return { gateway: partner.slug, pushes }
  }
}
