import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { type EnrolmentTable, type EntrustedPhone, enrolmentOf } from '#modules/register/public'
import { VaultRef } from '#platform/vault-ref'

export type NameTables = EnrolmentTable & { organisation: { slug: string; name: string } }
type Context = { readonly db: Kysely<NameTables>; readonly vault: Pick<RouteContext['vault'], 'reveal'> }

/** What a screen may call a phone: its maker, if the owner said it, and the last two digits of its number. Nothing more. */
export async function namesOf({ db, vault }: Context, lines: readonly string[]): Promise<Map<string, string>> {
  const known = await vault.reveal(
    'look',
    lines.map((line) => VaultRef.parse(line)),
  )
  const named = lines.map(async (line): Promise<[string, string]> => {
    const number = known.get(line as VaultRef)
    const ending = number && !number.erased ? ` ending in ${String(number.value).slice(-2)}` : ''
    const maker = await makerOf(db, line)
    return [line, `${maker ? `${maker} phone` : 'Phone'}${ending}`]
  })
  return new Map(await Promise.all(named))
}

async function makerOf(db: Kysely<NameTables>, line: string): Promise<string | undefined> {
  const slug = (await enrolmentOf(db, line))?.maker
  const row = slug && (await db.selectFrom('organisation').select('name').where('slug', '=', slug).executeTakeFirst())
  return row ? row.name : undefined
}

/** The phones of an open page, as its template shows them. */
export async function shownPhones(context: Context, phones: readonly EntrustedPhone[]) {
  const names = await namesOf(
    context,
    phones.map(({ line }) => line),
  )
  return phones.map(({ line, handset, means }) => ({
    ...{ handset, name: names.get(line) ?? 'Phone' },
    mayStart: means !== 'panic-card',
    isMine: means === 'own-passkey',
  }))
}
