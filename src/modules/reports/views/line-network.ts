import { defineView } from '#ledger'
import { NetworkFound } from '../events/network-found.ts'

export type LineNetwork = { line_network: { line: string; network: string } }

/** The network of a ported number, by the line's vault reference, as a case has taught it. Inline: what decides never lags. */
export const lineNetwork = defineView<LineNetwork>('line_network', 'inline', (on) => [
  on(NetworkFound, (db, { line, network }) =>
    db
      .insertInto('line_network')
      .values({ line, network })
      .onConflict((c) => c.column('line').doUpdateSet({ network })),
  ),
])
