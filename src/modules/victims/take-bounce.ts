import type { Kysely } from 'kysely'
import type { Bounce } from '#lib/bounce'
import { actionOfMailId } from '#lib/mail-id'
import { noteFate } from './note-fate.ts'

type Tables = {
  partner: { slug: string; connector: string }
  action: { id: string; tenant: string; stream: string; kind: string; partner: string }
}
type Context = {
  readonly db: Kysely<Tables>
  /** The secret of a gateway of ours, if we hold one. */
  readonly secretOf: (gateway: string) => string | undefined
  /** What notes it, on behalf of the organisation whose message it was. */
  readonly noteFor: (tenant: string) => Omit<Parameters<typeof noteFate>[0], 'db'>
}

/** `waits`: the mail server goes on trying. `not-ours`: the report shows by nothing that it is about a mail that we sent. */
export type BounceTaken = 'noted' | 'known' | 'waits' | 'not-ours'

/**
 * Notes that a mail of ours did not arrive, as a mail server reports it. The report counts by the Message-ID alone, which nobody can
 * make who has not got the mail; all that it does is put that one message before a person.
 */
export async function takeBounce(context: Context, { about, became }: Bounce): Promise<BounceTaken> {
  const action = await actionOf(context, about)
  if (!action) return 'not-ours'
  // That it arrived nobody need believe: whoever reads a mail could say so.
  if (became === 'delayed' || became === 'delivered') return 'waits'
  const message = { action: action.id, kind: action.kind, stream: action.stream }
  const outcome = await noteFate({ ...context.noteFor(action.tenant), db: context.db as never }, message, became)
  return (typeof outcome === 'boolean' ? outcome : outcome.ok) ? 'noted' : 'known'
}

async function actionOf({ db, secretOf }: Context, id: string) {
  const rows = await db.selectFrom('partner').select('slug').where('connector', '=', 'smtp').execute()
  const gateways = rows.map(({ slug }) => ({ slug, secret: secretOf(slug) }))
  if (rows.length > 0 && gateways.every(({ secret }) => secret === undefined))
    throw new Error('no secret of an SMTP gateway can be read here: run this as the account that Ringback runs as.')
  for (const { slug, secret } of gateways) {
    const action = secret === undefined ? undefined : actionOfMailId(id, secret)
    if (action !== undefined)
      return db
        .selectFrom('action')
        .select(['id', 'tenant', 'stream', 'kind'])
        .where('id', '=', action)
        .where('partner', '=', slug)
        .executeTakeFirst()
  }
  return undefined
}
