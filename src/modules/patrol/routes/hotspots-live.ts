import { z } from 'zod'
import { defineLive } from '#http'
import { SquaresAsked } from '../cells/asked.ts'
import { lookAt } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { squaresTopic } from '../cells/theft-cell.ts'
import { demandSource } from '../cells/whose-look.ts'

/** Tells an open map that thefts were counted, or taken back. Where, the map then asks for. */
export default defineLive<ReportedCellTables>()({
  url: '/live/hotspots',
  summary: 'The counts of reported thefts by square have changed',
  who: { act: 'look', record: 'hotspot' },
  query: SquaresAsked.pick({ method: true }),
  reply: z.object({ thefts: z.int(), version: z.string() }),
  topic: () => squaresTopic,

  async since({ method }, after, context) {
    const asked = { ...demandSource('reports', context), now: context.now(), method }
    const { version, thefts } = await lookAt(context.db, asked)
    return version === after ? [] : [{ id: version, data: { thefts, version } }]
  },
})
