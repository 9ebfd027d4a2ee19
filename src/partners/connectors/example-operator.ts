import { z } from 'zod'
import { type CallTools, defineConnector, orderReply } from '#partners'

const outcomeOf = orderReply({
  UNKNOWN_EQUIPMENT: 'unknown-handset',
  WITHDRAWN: 'already-undone',
  NOT_PERMITTED: 'not-permitted',
  UNKNOWN_LINE: 'unknown-line',
  NO_MATCH: 'no-match',
  OTHER_HOLDER: 'other-holder',
})

/** Turns something on a line on or off: what may be changed on it, whether it can call. */
const turning =
  (path: string, on: boolean) =>
  async (
    { line, provedAt }: { readonly line: string; readonly provedAt?: string | undefined },
    { http, actionId, until, cancels }: CallTools<unknown>,
  ) => {
    const json = { msisdn: line, on, heldSince: provedAt, until, withdraws: cancels }
    return outcomeOf(await http(path, { json, idempotencyKey: actionId }))
  }

/**
 * An operator with lines and an EIR that takes a list of handsets. Its own words stop at this file: it says BLACKLISTED, we
 * say blocked.
 */
export default defineConnector({
  contract: 'example-operator',
  sort: 'operator',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    async 'block-handset'({ imeiKeys, reason, heard }, { http, actionId, until }) {
      const json = { equipment: imeiKeys, status: 'BLACKLISTED', cause: reason.toUpperCase(), heard, until }
      return outcomeOf(await http('/eir/v1/list', { json, idempotencyKey: actionId }))
    },
    async 'unblock-handset'({ imeiKeys }, { http, actionId, cancels }) {
      const json = { equipment: imeiKeys, status: 'WHITELISTED', withdraws: cancels }
      return outcomeOf(await http('/eir/v1/list', { json, idempotencyKey: actionId }))
    },
    async 'watch-handset'({ imeiKeys }, { http, actionId, until }) {
      const json = { equipment: imeiKeys, until }
      return outcomeOf(await http('/eir/v1/watch', { json, idempotencyKey: actionId }))
    },
    async 'unwatch-handset'({ imeiKeys }, { http, actionId, cancels }) {
      const json = { equipment: imeiKeys, withdraws: cancels }
      return outcomeOf(await http('/eir/v1/unwatch', { json, idempotencyKey: actionId }))
    },
    async 'match-identity'({ line, claim }, { http, actionId }) {
      const holder = { fullName: claim.name, dateOfBirth: claim.born, postCode: claim.postcode }
      const json = { msisdn: line, holder }
      return outcomeOf(await http('/lines/v1/holder-check', { json, idempotencyKey: actionId }))
    },
    async 'find-handset'({ line, provedAt }, { http, actionId }) {
      const json = { msisdn: line, heldSince: provedAt }
      return outcomeOf(await http('/lines/v1/equipment', { json, idempotencyKey: actionId }))
    },
    async 'tell-customer'({ line }, { http, actionId }) {
      const json = { msisdn: line, about: 'STOPPED' }
      return outcomeOf(await http('/lines/v1/customer-notice', { json, idempotencyKey: actionId }))
    },
    async 'pair-handset'({ line, imeiKeys }, { http, actionId }) {
      const json = { msisdn: line, equipment: imeiKeys }
      return outcomeOf(await http('/lines/v1/pairing', { json, idempotencyKey: actionId }))
    },
    'hold-line-changes': turning('/lines/v1/change-hold', true),
    'release-line-changes': turning('/lines/v1/change-hold', false),
    'suspend-line': turning('/lines/v1/bar', true),
    'restore-line': turning('/lines/v1/bar', false),
  },
})
