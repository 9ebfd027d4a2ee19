import { z } from 'zod'
import { defineEvent } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

const providers = z.array(Slug).max(20).optional()

const first = z.object({
  handset: HandsetId,
  line: VaultRef.describe('the number; the same number always has the same reference'),
  owner: VaultRef,
  imeis: z.array(Imei).max(4).describe('as typed: optional, and proved by nobody'),
  operator: Slug.optional().describe('never told: a case teaches it (docs/adr/0034)'),
  maker: Slug.optional(),
  banks: z.array(Slug).max(20),
  contacts: z.array(VaultRef).max(5).describe('where the owner may be told things; confirmed by the owner'),
  trusted: z.array(VaultRef).max(3).describe('who may stop the phone for the owner'),
  mayLocate: z.boolean().describe('the owner agrees that the maker locates the handset after a report'),
  reviewBy: z.iso.datetime(),
})

/** An owner prepares for a theft: who may be asked, who may stop the phone, and what was agreed to beforehand (B60). */
export const HandsetEnrolled = defineEvent('register.handset-enrolled', {
  version: 2,
  pseudonymous: 'reviewBy',
  stream: (d) => `handset/${d.handset}`,
  data: first.extend({
    imeisProved: z.array(Imei).max(4).describe('those of them that the register already had under this owner'),
    mail: providers.describe('who keeps their mail: providers only, they know by the number whose it is'),
    exchanges: providers,
    identities: providers,
  }),
  sample: {
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    owner: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    imeis: ['490154203237518'],
    imeisProved: ['490154203237518'],
    operator: 'first-operator',
    maker: 'first-maker',
    banks: ['first-bank'],
    contacts: ['v_CCCCCCCCCCCCCCCCCCCCCA'],
    trusted: ['v_DDDDDDDDDDDDDDDDDDDDDA'],
    mayLocate: true,
    reviewBy: '2032-11-24T10:00:00.000Z',
  },
  // Nobody wrote down then whether the register had them: they prove nothing.
  upcast: { 1: { data: first, up: (old: z.output<typeof first>) => ({ ...old, imeisProved: [] }) } },
})
