import { z } from 'zod'
import { defineLive, problem } from '#http'
import { Slug } from '#lib/slug'
import { deskTopic, deskVersion } from '../desk-queue.ts'

/** Tells an open queue that something in it changed. What, the page asks for itself, and that look is audited. */
export default defineLive()({
  url: '/live/desk/:organisation',
  summary: 'Tells the open queue of a unit that something in it changed',
  who: { act: 'look', record: 'theft-report' },
  params: z.strictObject({ organisation: Slug }),
  reply: z.object({ version: z.string() }),
  topic: ({ organisation }) => deskTopic(organisation),

  async since({ organisation }, after, { db, tenant, audit }) {
    if (organisation !== tenant) return problem('not-found')
    const version = await deskVersion(db, organisation)
    if (version === after) return []
    await audit('look', 'case-queue')
    return [{ id: version, data: { version } }]
  },
})
