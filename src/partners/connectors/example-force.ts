import { z } from 'zod'
import { acknowledged, defineConnector, pending, rejected, retry, retryLater } from '#partners'

const Answer = z.object({
  code: z.string().optional(),
  receipt: z.string().optional(),
  answer: z.record(z.string(), z.unknown()).optional(),
})

/** A force's crime system: told that a case is there, it looks at it with its own sign-in and gives its own reference. */
export default defineConnector({
  contract: 'example-force',
  sort: 'force',
  config: z.object({
    baseUrl: z.url(),
    clientId: z.string(),
    tokenPath: z.string().optional(),
    recordsUnplaced: z.boolean().optional(),
  }),
  actions: {
    async 'record-crime'({ case: theft }, { http, actionId }) {
      const reply = await http('/crimes/v1/records', { json: { source: theft }, idempotencyKey: actionId })
      const { code, receipt, answer } = reply.read(Answer) ?? {}
      switch (reply.status) {
        case 200:
        case 409:
          return acknowledged({ receipt, answer })
        case 202: // a person there looks first; the reference comes by itself
          return pending(reply.retryAfterSeconds)
        case 422:
          return rejected(code === 'NOT_A_CRIME' ? 'no-crime' : 'refused', { receipt })
        case 401:
        case 403:
          return retry(60, `credentials refused (${reply.status})`)
        default:
          return retryLater(reply)
      }
    },
  },
})
