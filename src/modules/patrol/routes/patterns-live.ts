import { z } from 'zod'
import { defineLive, problem } from '#http'
import { demandSource } from '../cells/whose-look.ts'
import { type PatternQueueTables, patternsStand } from '../pattern-queue.ts'
import { patternsTopic } from '../views/pattern-finding.ts'

/** Tells an analyst's open page that a pattern was found, or that somebody has answered one. Which, the page then asks for. */
export default defineLive<PatternQueueTables>()({
  url: '/live/patterns',
  summary: 'A pattern in the thefts was found, or answered',
  who: { act: 'change', record: 'hotspot' },
  reply: z.object({ waiting: z.int().describe('how many wait for an answer'), stand: z.string() }),
  topic: () => patternsTopic,

  async since(_, after, context) {
    if (demandSource('reports', context).handledBy !== undefined) return problem('other-organisation')
    const { waiting, stand } = await patternsStand(context.db, context.tenant)
    return stand === after ? [] : [{ id: stand, data: { waiting, stand } }]
  },
})
