import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { type EnrolmentTable, type EntrustedPhone, enrolmentOf } from '#modules/register/public'
import { VaultRef } from '#platform/vault-ref'

export type NameTables = EnrolmentTable & { organisation: { slug: string; name: string } }
type Context = { readonly db: Kysely<NameTables>; readonly vault: Pick<RouteContext['vault'], 'reveal'> }

/**
 * What a screen may call a phone: how its owner's name begins, its maker, if the owner said it, and the last two digits of its number.
 * Enough to tell two friends apart before one's phone is stopped; nothing more, for a code may lie in a stolen bag.
 */
export async function namesOf({ db, vault }: Context, lines: readonly string[]): Promise<Map<string, string>> {
  const enrolled = await Promise.all(lines.map((line) => enrolmentOf(db, line)))
  const owners = enrolled.flatMap((one) => (one ? [one.owner] : []))
  const known = await vault.reveal(
    'look',
    [...new Set([...lines, ...owners])].map((ref) => VaultRef.parse(ref)),
  )
  const heldAt = (ref: string | undefined) => {
    const found = ref === undefined ? undefined : known.get(ref as VaultRef)
    return found && !found.erased ? found.value : undefined
  }
  const named = lines.map(async (line, index): Promise<[string, string]> => {
    const one = enrolled[index]
    const number = heldAt(line)
    const ending = number === undefined ? '' : ` ending in ${String(number).slice(-2)}`
    const make = one?.maker ? await nameOf(db, one.maker) : undefined
    return [line, `${beginning(heldAt(one?.owner))}${make ? `${make} phone` : 'Phone'}${ending}`]
  })
  return new Map(await Promise.all(named))
}

const Named = z.object({ name: z.string().trim().min(1) })

/** The first two letters of a first name: `An…: `. */
function beginning(owner: unknown): string {
  const [first = ''] = Named.safeParse(owner).data?.name.split(/\s+/) ?? []
  return first === '' ? '' : `${[...first].slice(0, 2).join('')}…: `
}

async function nameOf(db: Kysely<NameTables>, slug: string): Promise<string | undefined> {
  return (await db.selectFrom('organisation').select('name').where('slug', '=', slug).executeTakeFirst())?.name
}

/** A card may be found with a stolen bag: what it stops has no name. Several are told apart by their order. */
export const nameOfCard = (place = 1) => (place === 1 ? 'The phone of this card' : `The phone of card ${place}`)

/** The phones of an open page, as its template shows them. */
export async function shownPhones(context: Context, phones: readonly EntrustedPhone[]) {
  const named = phones.filter(({ means }) => means !== 'panic-card').map(({ line }) => line)
  const names = named.length > 0 ? await namesOf(context, named) : new Map<string, string>()
  const cards = phones.filter(({ means }) => means === 'panic-card')
  return phones.map(({ line, handset, means }) => ({
    ...{ handset, name: names.get(line) ?? nameOfCard(1 + cards.findIndex((card) => card.line === line)) },
    mayStart: means !== 'panic-card',
    isMine: means === 'own-passkey',
  }))
}
