import { defineView } from '#ledger'
import { MessageTold } from '../events/message-told.ts'
import type { IndicatorSort } from '../vocabulary.ts'

export type IndicatorTable = {
  indicator: { mark: string; sort: IndicatorSort; case_id: string; first_at: string }
}

/** Which links and senders came up in which cases. A mark is a vault reference: what it stands for is read there, and audited. */
export const indicator = defineView<IndicatorTable>('indicator', 'async', (on) => [
  on(MessageTold, (db, { case: case_id, indicators }, { at }) =>
    indicators.map(({ sort, mark }) =>
      db
        .insertInto('indicator')
        .values({ mark, sort, case_id, first_at: at })
        .onConflict((c) => c.columns(['mark', 'case_id']).doNothing()),
    ),
  ),
])
