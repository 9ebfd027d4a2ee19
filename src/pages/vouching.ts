import type { Kysely } from 'kysely'
import type { Caller, Role } from '#http'

/** How a helper knows whom they help; it decides what is stopped. The helper is on the record as who vouched. */
export const vouched = {
  'officer-present': 'I am with them and have seen who they are',
  'police-handler': 'I am on the phone with them and have checked who they are',
  number: 'I have not checked who they are',
} as const
export const ways = ['officer-present', 'police-handler', 'number'] as const
export type Way = (typeof ways)[number]

const police: readonly Role[] = ['control-room-operator', 'response-officer']

/** What a helper's word counts for: police vouch for who somebody is; a shop or a help point says what it was told. */
export const waysOf = (caller: Caller, isForce: boolean): readonly Way[] => {
  const roles = caller.kind === 'staff' ? caller.roles : []
  if (isForce && police.some((role) => roles.includes(role))) return ways
  return isForce && roles.includes('transport-officer') ? ['officer-present', 'number'] : ['number']
}

export type Organisations = { organisation: { slug: string; name: string; sort: string } }

export const isForce = async <Tables extends Organisations>(db: Kysely<Tables>, slug: string): Promise<boolean> => {
  const organisations = (db as unknown as Kysely<Organisations>).selectFrom('organisation')
  return (await organisations.select('sort').where('slug', '=', slug).executeTakeFirst())?.sort === 'force'
}
