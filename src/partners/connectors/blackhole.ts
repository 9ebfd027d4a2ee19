import { z } from 'zod'
import { defineConnector, notSent } from '#partners'

/** For safety: takes every kind of action and sends nothing. What it took is recorded as not sent, never as done. */
export default defineConnector({
  contract: 'blackhole',
  sort: 'none',
  config: z.unknown(),
  actions: {},
  otherwise: async () => notSent('This partner is switched to the blackhole: nothing goes out.'),
})
