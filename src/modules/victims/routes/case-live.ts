import { z } from 'zod'
import { defineLive, problem } from '#http'
import { versionOfCase } from '../case-view.ts'
import { mayRead } from '../may-read.ts'

/** Tells an open case page that something changed. What changed the page asks for itself, by the same rules as any visit. */
export default defineLive()({
  url: '/case/live',
  summary: 'Tells the open page of a case that something changed',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  perCode: true,
  reply: z.object({ version: z.string() }),
  topic: (_, held) => `case/${held?.case ?? 'none'}`,

  async since(_, after, { db, pass, audit }) {
    const held = await mayRead(db, pass.held)
    if (!held) return problem('not-found')
    const version = await versionOfCase(db, held.case)
    if (version === after) return []
    await audit('look', `case/${held.case}`)
    return [{ id: version, data: { version } }]
  },
})
