import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { type DutyTable, keepDevice } from '../duty.ts'

/** Plain http only to this machine, where the pretend push service is. */
const isPushAddress = (address: string) => {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')
}

/** Where an officer's device takes pushes, as the browser's PushSubscription says it (W3C Push API). */
export default defineRoute<DutyTable>()({
  method: 'POST',
  url: '/api/patrol/device',
  summary: 'Take alerts of this shift on this device',
  who: { act: 'change', record: 'duty' },
  purpose: 'respond-to-theft',
  body: z.strictObject({
    endpoint: z.url().max(1000).refine(isPushAddress, 'Give the https address of a push service.'),
    expirationTime: z.number().nullish(),
    keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
  }),
  reply: z.object({ taken: z.literal(true) }),

  async handle({ endpoint, keys }, { db, audit, caller, vault, now }) {
    const officer = caller.kind === 'anyone' ? '' : caller.id
    const reviewAt = reviewOn(kept.officersNotice, now())
    const { ref } = await vault.put({ class: 'contact', value: { endpoint, keys }, reviewAt })
    if (!(await keepDevice(db, officer, ref, now())))
      return problem('not-found', { detail: 'You are not on duty. Start your shift first.' })
    await audit('change', `duty/${officer}`)
    return { taken: true as const }
  },
})
