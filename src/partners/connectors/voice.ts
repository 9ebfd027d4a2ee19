import { z } from 'zod'
import { defineConnector } from '#partners'

/** A telephone service whose callers we talk to (docs/guide/gateways.md). It asks us; we never ask it anything. */
export default defineConnector({
  contract: 'voice',
  sort: 'gateway',
  unsigned: true,
  config: z.object({
    clientId: z.string().default(''),
    /** SHA-256 of the bearer token that it calls with, base64url. */
    voiceTokenHash: z.string().length(43),
  }),
  sample: { voiceTokenHash: 'A'.repeat(43) },
  actions: {},
})
