import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { LinkReported } from '../events/link-reported.ts'

/** Hands a link on to whoever has false sites taken down (B31): the host alone, and nothing of who was sent there. */
export const reportLink = defineCommand('report-link', {
  input: z.object({ mark: VaultRef, partners: z.array(Slug).max(20) }),
  refusals: {
    'link-reported-already': { status: 409, says: 'This link was handed on already.' },
    'nobody-takes-down': { status: 409, says: 'Nobody is registered who has sites taken down.' },
  },
  stream: (input) => `link/${input.mark}`,
  keyed: ({ mark }) => mark,
  state: fold<boolean>(false, (on) => [on(LinkReported, () => true)]),

  decide({ mark, partners }, reported) {
    if (reported) return refuse('link-reported-already')
    if (partners.length === 0) return refuse('nobody-takes-down')
    const owes = [{ partners, kind: 'report-link', target: `link/${mark}`, input: { link: mark } }]
    return { events: [LinkReported.of({ mark })], owes }
  },
})
