import type { TargetRow } from '#modules/victims/public'
import type { LaneState } from './lane-state.ts'

export type ShownTarget = TargetRow & { readonly looks: LaneState }

const looks: Readonly<Record<TargetRow['is'], LaneState>> = {
  ...{ confirmed: 'confirmed', 'you-did-it': 'confirmed', 'not-on-phone': 'ended', ended: 'ended' },
  ...{ refused: 'refused', untouched: 'not-asked', 'no-answer': 'no-answer', 'not-asked': 'not-asked', sent: 'sent' },
} as const

/** Targets with the icon and colour of their state; untouched says what is left to do. */
export const shownTargets = (rows: readonly TargetRow[]): ShownTarget[] =>
  rows.map((row) => ({ ...row, looks: looks[row.is] }))
