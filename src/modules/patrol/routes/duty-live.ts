import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineLive, problem } from '#http'
import { OfficerId } from '../alert.ts'
import { alertsOf } from '../alerts-of.ts'
import type { OfficerAlert } from '../views/officer-alert.ts'

/** Tells an officer's page that there is something new. What it is, the page itself shows, and audits. */
export default defineLive<OfficerAlert>()({
  url: '/live/duty/:officer',
  summary: 'Something has changed in the alerts of an officer on duty',
  who: { act: 'change', record: 'duty' },
  purpose: 'respond-to-theft',
  params: z.strictObject({ officer: OfficerId }),
  reply: z.object({ alerts: z.int() }),
  topic: ({ officer }) => `duty/${officer}`,

  async since({ officer }, after, { db, audit, caller, now }) {
    if (caller.kind !== 'staff' || caller.id !== officer) return problem('not-found')
    const alerts = await alertsOf(db, officer, now())
    const state = alerts.map(({ alert, verified, ended, answer }) => [alert, verified, ended, answer])
    const id = createHash('sha256').update(JSON.stringify(state)).digest('base64url')
    if (id === after || (after === undefined && alerts.length === 0)) return []
    await audit('look', `duty/${officer}`)
    return [{ id, data: { alerts: alerts.length } }]
  },
})
