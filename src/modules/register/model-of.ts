import { type Kysely, sql } from 'kysely'
import { type ImeiKey, tacOf } from '#lib/imei/imei'
import { type Learnt, learnModel } from './learn-model.ts'

export type TacTable = {
  tac: { tac: string; manufacturer: string; model: string }
  /** Not a fact of the ledger: what a person typed must be erasable. One row an owner, by the reference of their number. */
  model_said: { tac: string; line: string; model: string; at: string }
}

/** Make and model, from a published list or from what owners say. */
export type Model = { readonly name: string; readonly from: 'list' | 'owners'; readonly sure: boolean }

/** The models that these numbers were made for. A TAC that nobody names is missing, and is no reason for anything. */
export async function modelsOf(db: Kysely<TacTable>, keys: readonly ImeiKey[]): Promise<Model[]> {
  const tacs = [...new Set(keys.map(tacOf))]
  const listed = await db
    .selectFrom('tac')
    .select(['tac', 'manufacturer', 'model'])
    .where('tac', '=', sql<string>`any(${tacs}::text[])`)
    .execute()
  const names = new Map(listed.map(({ tac, manufacturer, model }) => [tac, `${manufacturer} ${model}`]))
  const learnt = await learntFor(
    db,
    tacs.filter((tac) => !names.has(tac)),
  )
  return [
    ...[...new Set(names.values())].map((name): Model => ({ name, from: 'list', sure: true })),
    ...learnt.map(({ name, sure }): Model => ({ name, from: 'owners', sure })),
  ]
}

async function learntFor(db: Kysely<TacTable>, tacs: readonly string[]): Promise<Learnt[]> {
  if (tacs.length === 0) return []
  const said = await db
    .selectFrom('model_said')
    .select(['tac', 'line as owner', 'model'])
    .where('tac', '=', sql<string>`any(${tacs}::text[])`)
    .execute()
  return [...Map.groupBy(said, ({ tac }) => tac).values()].flatMap((rows) => learnModel(rows) ?? [])
}

/** Writes down what the owner of a number, who has proved it, calls their phone. */
export async function sayModel(
  db: Kysely<TacTable>,
  { keys, line, model, at }: { keys: readonly ImeiKey[]; line: string; model: string; at: string },
): Promise<void> {
  if (keys.length === 0) return
  await db
    .insertInto('model_said')
    .values([...new Set(keys.map(tacOf))].map((tac) => ({ tac, line, model, at })))
    .onConflict((c) => c.columns(['tac', 'line']).doUpdateSet({ model, at }))
    .execute()
}
