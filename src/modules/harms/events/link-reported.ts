import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'

/** A link of a suspicious message was handed on, so that somebody has its site taken down: once, however many cases have it. */
export const LinkReported = defineEvent('harms.link-reported', {
  version: 1,
  stream: (d) => `link/${d.mark}`,
  data: z.object({ mark: VaultRef }),
  sample: { mark: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})
