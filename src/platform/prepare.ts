import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'

/** Texts that come again are prepared, each once a connection; a program that makes ever new ones is not followed for ever. */
const mostNames = 400

const names = new Map<string, string | undefined>()

/** The name under which a statement is prepared; undefined the first time it is seen, and when it may not be. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known) return known
  // A plan of "all columns", of one table or of all, would fail after a migration that adds one while the program runs.
  if (/\.\*|\b(select|returning) \*/.test(text)) return undefined
  const again = names.has(text)
  if (!again && names.size >= mostNames) return undefined
  const name = again ? `k${createHash('sha256').update(text).digest('hex').slice(0, 24)}` : undefined
  names.set(text, name)
  return name
}

type Query = (text: string, values: readonly unknown[]) => unknown

const nothing = { command: '', rowCount: 0, rows: [], oid: 0, fields: [] }

/**
 * The pool as the query builder sees it. The builder names no statement, so PostgreSQL would parse and plan each anew: for
 * the short ones of a report that cost more than running them.
 */
export function preparing(pool: Pool): Pick<Pool, 'connect' | 'end' | 'options'> {
  const wrapped = new WeakMap<PoolClient, PoolClient>()
  const wrap = (client: PoolClient): PoolClient => {
    const send = client.query.bind(client) as (...given: unknown[]) => unknown
    // To begin waits for the first statement and goes out with it; a transaction without one never begins.
    let begins = false
    const query: Query = (text, values) => {
      if (text === 'begin') {
        begins = true
        return Promise.resolve(nothing)
      }
      if (begins) {
        begins = false
        if (text === 'commit' || text === 'rollback') return Promise.resolve(nothing)
        const begun = send('begin') as Promise<unknown>
        begun.catch(() => {}) // then the statement fails too, and says why
      }
      const name = values.length > 0 ? nameOf(text) : undefined
      return name ? send({ name, text, values }) : send(text, values)
    }
    const made = Object.create(client, { query: { value: query } }) as PoolClient
    wrapped.set(client, made)
    return made
  }
  const connect = async () => {
    const client = await pool.connect()
    return wrapped.get(client) ?? wrap(client)
  }
  return { connect: connect as Pool['connect'], end: () => pool.end(), options: pool.options }
}
