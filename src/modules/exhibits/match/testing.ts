import type { ImeiKey } from '#lib/imei/imei'
import type { Claim } from '../views/imei-claim.ts'
import type { CaseFact, Facts, Held } from './judge.ts'

/** What is known, as a test says it. A case is proven and undisputed unless it says otherwise. */
export type World = {
  readonly cases?: Readonly<Record<string, { readonly keys: readonly ImeiKey[] } & Partial<CaseFact>>>
  readonly handsets?: Readonly<Record<string, readonly ImeiKey[]>>
  /** Handsets whose numbers their owners typed at enrolment; those of `handsets` a shop has sold. */
  readonly typed?: Readonly<Record<string, readonly ImeiKey[]>>
  readonly held?: Readonly<Record<string, readonly ImeiKey[]>>
  readonly flagged?: Readonly<Record<string, string>>
}

/** The facts of a small world: what `factsOf` reads of a database, without one. */
export function worldFacts({ cases = {}, handsets = {}, typed = {}, held = {}, flagged = {} }: World): Facts {
  const owned: [Claim, readonly ImeiKey[]][] = [
    ...Object.entries(cases).map(([id, { keys }]): [Claim, readonly ImeiKey[]] => [`case/${id}`, keys]),
    ...Object.entries({ ...handsets, ...typed }).map(([id, keys]): [Claim, readonly ImeiKey[]] => [
      `handset/${id}`,
      keys,
    ]),
  ]
  const claims = new Map<ImeiKey, Claim[]>()
  for (const [claim, keys] of owned) for (const key of keys) claims.set(key, [...(claims.get(key) ?? []), claim])
  const inCustody = new Map<ImeiKey, Held[]>()
  for (const [exhibit, keys] of Object.entries(held))
    for (const key of keys) inCustody.set(key, [...(inCustody.get(key) ?? []), { exhibit, label: undefined }])
  const named = Object.entries(cases).flatMap(([id, { handset }]) => (handset ? [[handset, id] as const] : []))
  return {
    ...{ claims, keys: new Map(owned), held: inCustody },
    sold: new Map(Object.entries(handsets).map(([id, keys]) => [`handset/${id}` as const, keys])),
    cases: new Map(
      Object.entries(cases).map(([id, { disputed = false, unproven = false, handset }]) => [
        id,
        { disputed, unproven, handset },
      ]),
    ),
    casesOfHandset: new Map(
      [...Map.groupBy(named, ([handset]) => handset)].map(([h, all]) => [h, all.map(([, id]) => id)]),
    ),
    flagged: new Map(Object.entries(flagged)) as Map<ImeiKey, string>,
  }
}
