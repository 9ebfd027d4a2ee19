import type { Lane } from '#partners'

/** The parts of the case page, in the order in which people ask. */
export const groups = [
  ...(['number', 'networks', 'maker', 'bank', 'email', 'crypto', 'identity', 'police', 'messages'] as const),
] as const
export type Group = (typeof groups)[number]

const groupOf: Readonly<Record<string, Group>> = {
  'match-identity': 'number',
  'find-handset': 'number',
  'hold-line-changes': 'number',
  'release-line-changes': 'number',
  'suspend-line': 'number',
  'restore-line': 'number',
  'tell-customer': 'number',
  'block-handset': 'networks',
  'unblock-handset': 'networks',
  'watch-handset': 'networks',
  'unwatch-handset': 'networks',
  'lock-screen': 'maker',
  'unlock-screen': 'maker',
  'list-stolen': 'maker',
  'unlist-stolen': 'maker',
  'wipe-handset': 'maker',
  'stop-wipe': 'maker',
  'distrust-handset': 'maker',
  'trust-handset': 'maker',
  'start-locating': 'maker',
  'stop-locating': 'maker',
  'step-up-account': 'bank',
  'end-step-up': 'bank',
  'freeze-account': 'bank',
  'unfreeze-account': 'bank',
  'end-mail-sessions': 'email',
  'hold-withdrawals': 'crypto',
  'release-withdrawals': 'crypto',
  'suspend-digital-identity': 'identity',
  'restore-digital-identity': 'identity',
  'record-crime': 'police',
}

/**
 * All makers are asked while nobody knows whose phone it is, and all networks whose number. One that does not know it refuses nothing;
 * that none does, the case says itself.
 */
export const isNotTheirs = ({ kind, code }: { readonly kind: string; readonly code?: string }): boolean =>
  (code === 'unknown-handset' && groupOf[kind] === 'maker') || (code === 'unknown-line' && groupOf[kind] === 'number')

/** What other networks were asked about the number says nothing any more once its own is found. */
export const isOfOtherNetwork = (
  { kind, partner }: Pick<Lane, 'kind' | 'partner'>,
  found: string | undefined,
): boolean => found !== undefined && groupOf[kind] === 'number' && partner !== found

export const isMessage = (kind: string) => kind.startsWith('send-')
export const groupOfKind = (kind: string): Group => (isMessage(kind) ? 'messages' : (groupOf[kind] ?? 'police'))

/** A message is never more than sent: its gateway signs nothing. */
export const shownState = ({ kind, state }: Pick<Lane, 'kind' | 'state'>): Lane['state'] =>
  isMessage(kind) && state === 'confirmed' ? 'sent' : state
