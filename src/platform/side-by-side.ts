import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  type KyselyConfig,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

/**
 * The same connection, or transaction, on which a statement does not wait for the answer to the one before: what is asked for
 * together goes out in one write. The query builder's own sends them one by one, each a journey and a change of process.
 */
export async function sideBySide<Tables>(one: Kysely<Tables>): Promise<Kysely<Tables>> {
  const executor = one.getExecutor()
  const connection = await executor.provideConnection(async (own) => own)
  return new SideBySide<Tables>(one.isTransaction, {
    dialect: {
      createAdapter: () => executor.adapter,
      createDriver: () => driverOf(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

class SideBySide<Tables> extends Kysely<Tables> {
  readonly #begun: boolean

  constructor(begun: boolean, given: KyselyConfig) {
    super(given)
    this.#begun = begun
  }

  override get isTransaction() {
    return this.#begun
  }

  override transaction(): never {
    throw new Error('This is one connection already: pass it on, or begin where the pool is.')
  }
}

/** Begins, ends and gives back nothing: whoever opened the connection does. */
function driverOf(connection: DatabaseConnection): Driver {
  const nothing = async () => {}
  return {
    ...{ init: nothing, destroy: nothing, releaseConnection: nothing },
    ...{ beginTransaction: nothing, commitTransaction: nothing, rollbackTransaction: nothing },
    acquireConnection: async () => connection,
  }
}
