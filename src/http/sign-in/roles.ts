import { z } from 'zod'

/** The sorts of organisation that are tenants of Ringback. */
export const OrganisationSort = z.enum([
  'force',
  'operator',
  'bank',
  'maker',
  'dealer',
  'marketplace',
  'council',
  'transport',
  'agency',
  'insurer',
  'prosecutor',
  'government',
  'scrutiny',
])
export type OrganisationSort = z.infer<typeof OrganisationSort>

/** Every staff role, what a screen calls it, and the sorts of organisation whose staff may hold it. A bank's identity
 * provider that claims `detective` for its staff gets nothing for it. */
export const roles = {
  'control-room-operator': { title: 'Control-room operator', sorts: ['force', 'transport'] },
  'response-officer': { title: 'Response officer', sorts: ['force'] },
  'neighbourhood-officer': { title: 'Neighbourhood officer', sorts: ['force'] },
  analyst: { title: 'Phone-theft unit analyst', sorts: ['force'] },
  detective: { title: 'Detective', sorts: ['force'] },
  'exhibits-officer': { title: 'Exhibits officer', sorts: ['force'] },
  'forensics-examiner': { title: 'Digital forensics examiner', sorts: ['force'] },
  'communications-officer': { title: 'Communications officer', sorts: ['force', 'government'] },
  'operator-fraud': { title: 'Operator fraud and security team', sorts: ['operator'] },
  'bank-fraud': { title: 'Bank fraud operations', sorts: ['bank'] },
  'maker-liaison': { title: 'Maker police liaison', sorts: ['maker'] },
  dealer: { title: 'Second-hand dealer or repair shop', sorts: ['dealer'] },
  'marketplace-trust': { title: 'Marketplace trust team', sorts: ['marketplace'] },
  'council-officer': { title: 'Community-safety officer or market inspector', sorts: ['council'] },
  'transport-officer': { title: 'Transport safety officer', sorts: ['transport'] },
  'border-officer': { title: 'Border, customs or crime-agency officer', sorts: ['agency'] },
  insurer: { title: 'Insurance claims handler', sorts: ['insurer'] },
  prosecutor: { title: 'Prosecutor', sorts: ['prosecutor'] },
  'policy-analyst': { title: 'Policy analyst', sorts: ['government'] },
  scrutiny: { title: 'Member of a scrutiny body', sorts: ['scrutiny'] },
} as const satisfies Record<string, { title: string; sorts: readonly OrganisationSort[] }>

export type Role = keyof typeof roles

/** What a partner's access token may be used for, by the sort of its organisation (`scope` of RFC 6749 section 3.3). */
export const scopesOf: Record<OrganisationSort, readonly string[]> = {
  force: ['reports', 'receipts', 'status'],
  operator: ['blocklist', 'receipts', 'status'],
  bank: ['holds', 'receipts', 'status'],
  maker: ['locks', 'receipts', 'status'],
  dealer: ['status', 'sales'],
  marketplace: ['status', 'listings'],
  council: ['status'],
  transport: ['status', 'receipts'],
  agency: ['status', 'receipts'],
  insurer: ['status'],
  prosecutor: ['bundles'],
  government: ['measures'],
  scrutiny: ['measures', 'proofs'],
}

/** Whether staff of such an organisation may hold the role. */
export function mayHold(role: string, sort: OrganisationSort): role is Role {
  const known: { sorts: readonly OrganisationSort[] } | undefined = Object.hasOwn(roles, role)
    ? roles[role as Role]
    : undefined
  return known?.sorts.includes(sort) ?? false
}
