import type pg from 'pg'
import { type Ledger, statement } from '#ledger'
import type { Owed } from './dispatcher/claim.ts'
import { wasAnswered } from './dispatcher/record.ts'
import { about } from './dispatcher/settle.ts'
import { ActionGivenUp, type reasonsToGiveUp } from './events/action-given-up.ts'
import { ActionTriedAgain } from './events/action-tried-again.ts'

type Queryable = Pick<pg.Pool, 'query'>

/** An action that needs a person: dead, or owed to a partner that cannot be called. No input: it may be about a person. */
export type ForAPerson = {
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly owedBy: string
  readonly attempts: number
  readonly why: string
  /** When it was given up, ISO 8601; absent while it is only waiting. */
  readonly since: string | null
}

const forAPerson = `id, partner, kind, stream as "owedBy", attempts, answered_at as since`

/** Dead letters, the oldest first. */
export async function deadActions(db: Queryable, limit = 1000): Promise<ForAPerson[]> {
  const { rows } = await db.query<ForAPerson>(
    `select ${forAPerson}, coalesce(last_error, '') as why from action where state = 'dead' order by answered_at limit $1`,
    [limit],
  )
  return rows
}

/** Owed to somebody who is no partner of ours, so that no lane will ever take it. */
export async function strandedActions(db: Queryable, limit = 1000): Promise<ForAPerson[]> {
  const { rows } = await db.query<ForAPerson>(
    `select ${forAPerson}, 'not a registered partner' as why from action
     where state = 'owed' and not exists (select from partner where slug = action.partner) order by due limit $1`,
    [limit],
  )
  return rows
}

type By = { readonly actor: string; readonly why: (typeof reasonsToGiveUp)[number] }
type Tools = { readonly db: Queryable; readonly ledger: Pick<Ledger, 'append'> }

/** A person sends a dead action on its way again. False when it is not dead (any more). */
export async function tryAgain(tools: Tools, id: string, { actor }: Pick<By, 'actor'>): Promise<boolean> {
  return change(tools, id, actor, (action) => ActionTriedAgain.of(about(action)), {
    set: `state = 'owed', due = now(), strikes = 0, trying_since = null, answered_at = null`,
  })
}

/** A person decides that it will not be tried again. False when it is not dead (any more). */
export async function giveUp(tools: Tools, id: string, { actor, why }: By): Promise<boolean> {
  return change(tools, id, actor, (action) => ActionGivenUp.of({ ...about(action), why }), {
    set: `state = 'given-up', answered_at = now()`,
  })
}

async function change(
  { db, ledger }: Tools,
  id: string,
  actor: string,
  fact: (action: Owed) => ReturnType<typeof ActionGivenUp.of> | ReturnType<typeof ActionTriedAgain.of>,
  { set }: { readonly set: string },
): Promise<boolean> {
  const found = await db.query<Owed>(
    `select id, partner, kind, stream, tenant, facts from action where id = $1 and state = 'dead'`,
    [id],
  )
  const [action] = found.rows
  if (!action) return false
  const version = action.facts + 1
  const also = statement(`update action set ${set}, facts = $2 where id = $1 and facts = $2 - 1`, [id, version])
  try {
    await ledger.append([{ event: fact(action), version }], { actor, tenant: action.tenant, cause: `action/${id}` }, [
      also,
    ])
    return true
  } catch (error) {
    if (wasAnswered(error)) return false
    throw error
  }
}
