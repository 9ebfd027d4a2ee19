import type { Duplex } from 'node:stream'
import pg from 'pg'
import type { Statement } from './statement.ts'

// What the driver has and its types do not show: a query writes protocol messages to a connection and is told the answers.
type Connection = {
  readonly stream: Duplex
  readonly submittedNamedStatements: Record<string, string>
  readonly parsedStatements: Record<string, string>
  close(message: { type: 'S'; name: string }): void
}
type DriverQuery = { readonly name: string; prepare(connection: Connection): void }
type Done = (error?: unknown) => void

const Query = pg.Query as unknown as new (text: string, callback: (error: unknown) => void) => DriverQuery

// Protocol message "Sync": its letter and its length.
const syncMessage = Buffer.from([0x53, 0, 0, 0, 4])

/** After a failed batch nobody knows which of its statements the server had taken in: they are closed before their next use. */
const uncertain = new WeakMap<Connection, Set<string>>()

/**
 * Several statements under one Sync: PostgreSQL runs them as one implicit transaction and commits at the Sync (protocol,
 * "Extended Query": pipelining), so begin, commit and their answers need not travel. Rows are not asked for.
 */
class Batch extends Query {
  readonly #statements: readonly Statement[]
  readonly #done: Done
  #fresh: string[] = []

  constructor(statements: readonly Statement[], done: Done) {
    super('', () => {})
    this.#statements = statements
    this.#done = done
  }

  submit(connection: Connection): null {
    const messages: Uint8Array[] = []
    // The same connection, but for what a lone query says at its end; and all of it goes out in one piece.
    const part: Connection = Object.create(connection, {
      ...{ describe: { value: () => {} }, sync: { value: () => {} } },
      _send: { value: (message: Uint8Array) => messages.push(message) },
    })
    for (const { name, text, values } of this.#statements) {
      this.#prepareAnew(connection, part, name)
      const handleError = (error: unknown) => this.#abandon(connection, error)
      // Without the driver's constructor, which copies a configuration that is ours alone.
      const query: DriverQuery = Object.create(Query.prototype)
      Object.assign(query, { name, text, values, handleError }).prepare(part)
    }
    connection.stream.write(Buffer.concat([...messages, syncMessage]))
    return null
  }

  #prepareAnew(connection: Connection, part: Connection, name: string): void {
    if (connection.parsedStatements[name] || connection.submittedNamedStatements[name]) return
    this.#fresh.push(name)
    if (uncertain.get(connection)?.delete(name)) part.close({ type: 'S', name })
  }

  /** A value that cannot be sent: the rest must not be committed without it, so the connection goes. */
  #abandon(connection: Connection, error: unknown): void {
    connection.stream.destroy()
    this.#done(error)
  }

  handleError(error: unknown, connection: Connection): void {
    const names = uncertain.get(connection) ?? new Set()
    for (const name of this.#fresh) {
      delete connection.submittedNamedStatements[name]
      names.add(name)
    }
    uncertain.set(connection, names)
    this.#done(error)
  }

  handleReadyForQuery(): void {
    this.#done()
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
}

/** Runs all statements as one transaction in one round trip, on a client in pipeline mode. */
export const runBatch = (client: pg.ClientBase, statements: readonly Statement[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const done: Done = (error) => (error === undefined ? resolve() : reject(error))
    client.query(new Batch(statements, done) as never)
  })
