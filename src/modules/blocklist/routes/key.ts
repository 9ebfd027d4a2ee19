import { z } from 'zod'
import { defineRoute } from '#http'

/** The public key that the feed is signed with, as C2SP signed notes write it. */
export default defineRoute()({
  method: 'GET',
  url: '/api/blocklist/key',
  summary: 'The public key (vkey) by which everything that the blocklist’s feed says can be checked',
  who: 'anyone',
  produces: 'text/plain; charset=utf-8',
  reply: z.string(),

  handle: (_, { feedKey }) => `${feedKey.vkey}\n`,
})
