import type { TestContext } from 'node:test'

/**
 * What is opened through this ends in the opposite order, as one step of `t`: Node itself ends what came first first, and would
 * drop the database under a server that still runs.
 */
export function backwards(t: Pick<TestContext, 'after'>): Pick<TestContext, 'after'> {
  const opened = new AsyncDisposableStack()
  t.after(() => opened.disposeAsync())
  return { after: (end) => opened.defer(end as () => Promise<void>) }
}
