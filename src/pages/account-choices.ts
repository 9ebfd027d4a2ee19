import type { Kysely } from 'kysely'

export type AccountTables = { partner: { slug: string }; organisation: { slug: string; name: string; sort: string } }

export type Choice = { readonly value: string; readonly text: string }

const sorts = { mail: 'mail-provider', exchanges: 'exchange', identities: 'identity-issuer' } as const
const allSorts = ['bank', 'maker', ...Object.values(sorts)]

/** Who can be named as keeping what a phone opens: the partners that we can ask, by what they keep. */
export async function accountChoices(db: Kysely<AccountTables>) {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select(['partner.slug as value', 'organisation.name as text', 'organisation.sort'])
    .where('organisation.sort', 'in', allSorts)
    .orderBy(({ fn }) => fn('lower', ['organisation.name']))
    .execute()
  const of = (sort: string): Choice[] =>
    rows.filter((row) => row.sort === sort).map(({ value, text }) => ({ value, text }))
  return {
    banks: of('bank'),
    makers: of('maker'),
    mail: of(sorts.mail),
    exchanges: of(sorts.exchanges),
    identities: of(sorts.identities),
  }
}

/** Of what a form sent, those that were offered. */
export const offeredOf = <T extends string>(sent: readonly T[], choices: readonly Choice[]): T[] =>
  sent.filter((one) => choices.some(({ value }) => value === one))
