import { fold } from '#ledger'
import { FenceDrawn } from '../events/fence-drawn.ts'
import { FenceRetired } from '../events/fence-retired.ts'

export const fenceState = fold<'none' | 'live' | 'retired'>('none', (on) => [
  on(FenceDrawn, () => 'live'),
  on(FenceRetired, () => 'retired'),
])
