import { defineView } from '#ledger'
import { SuspiciousTold } from '../events/suspicious-told.ts'
import type { IndicatorSort, ToldBy } from '../vocabulary.ts'

export type IndicatorToldTable = {
  indicator_told: { mark: string; sort: IndicatorSort; told: string; by: ToldBy; at: string }
}

/** Which links and senders people told of without a case: a row for each who did, as far as one sender can be told from another. */
export const indicatorTold = defineView<IndicatorToldTable>('indicator_told', 'async', (on) => [
  on(SuspiciousTold, (db, { told, by, indicators }, { at }) =>
    indicators.map(({ sort, mark }) =>
      db
        .insertInto('indicator_told')
        .values({ mark, sort, told, by, at })
        .onConflict((c) => c.columns(['mark', 'told']).doNothing()),
    ),
  ),
])
