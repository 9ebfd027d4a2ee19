import { z } from 'zod'
import { type CallTools, defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  UNKNOWN_DEVICE: 'unknown-handset',
  FIND_OFF: 'locating-off',
  ERASED: 'already-erased',
  WITHDRAWN: 'already-undone',
  NOT_PERMITTED: 'not-permitted',
})

type About = { readonly line?: string | undefined; readonly imeiKeys?: readonly string[] | undefined }

const send =
  (path: string) =>
  async ({ line, imeiKeys, ...more }: About, { http, actionId, until, cancels }: CallTools<unknown>) => {
    const json = { account: line, equipment: imeiKeys, ...more, until, withdraws: cancels }
    return outcomeOf(await http(`/devices/v1/${path}`, { json, idempotencyKey: actionId }))
  }

const list = send('lost-list/add')

/** A maker of handsets: screen lock, lost list, erasing, locating. It says LOST where we say stolen list. */
export default defineConnector({
  contract: 'example-maker',
  sort: 'maker',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'lock-screen': send('lock'),
    'unlock-screen': send('unlock'),
    'list-stolen': ({ imeiKeys, reason }, tools) =>
      list({ imeiKeys, ...{ cause: reason === 'stolen' ? 'STOLEN' : 'LOST' } }, tools),
    'unlist-stolen': send('lost-list/remove'),
    'wipe-handset': send('erase'),
    'stop-wipe': send('erase/stop'),
    'distrust-handset': send('account-guard/add'),
    'trust-handset': send('account-guard/remove'),
    'start-locating': send('locate'),
    'stop-locating': send('stop-locating'),
  },
})
