import { z } from 'zod'

const mostWaitSeconds = 25

/** How both feeds are asked: from a number on, with the hash that must stand there, and how long to wait for news. */
export const afterNumber = {
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).describe('the last number that you have; 0: all'),
  wait: z.coerce.number().min(0).max(mostWaitSeconds).default(0).describe('seconds to wait when there is none yet'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('your running hash after that number: checked when given'),
}
