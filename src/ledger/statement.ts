import { createHash } from 'node:crypto'
import type { Compilable } from 'kysely'
import type pg from 'pg'
import type { Kept, Sealed } from '#platform/vault/put'

/** One SQL statement, named so that PostgreSQL plans it once a connection. */
export type Statement = { readonly name: string; readonly text: string; readonly values: readonly unknown[] }

const names = new Map<string, string>()

/** Names a statement by the hash of its text: the same text is prepared once on each connection. */
export function statement(text: string, values: readonly unknown[] = []): Statement {
  let name = names.get(text)
  if (!name) {
    name = `r${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
    names.set(text, name)
  }
  return { name, text, values }
}

/** What the vault has sealed: `keep` writes it, in the transaction of whatever refers to it. */
export const toKeep = ({ text, values, ...kept }: Sealed): ToKeep => ({ ...kept, keep: statement(text, values) })
export type ToKeep = Kept & { readonly keep: Statement }

export const fromQuery = (query: Compilable): Statement => {
  const { sql, parameters } = query.compile()
  return statement(sql, parameters)
}

const run = (client: pg.ClientBase, { name, text, values }: Statement) =>
  client.query({ name, text, values: [...values] })

/** Runs statements side by side in one round trip; outside a transaction each has its own snapshot. */
export const readTogether = (client: pg.ClientBase, statements: readonly Statement[]): Promise<pg.QueryResult[]> =>
  Promise.all(statements.map((one) => run(client, one)))

/** The unique constraint that an error is about, if it is one. */
export const violated = (error: unknown): string | undefined =>
  (error as { code?: string }).code === '23505' ? (error as { constraint?: string }).constraint : undefined
