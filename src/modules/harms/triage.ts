import type { Harm, Loss } from './vocabulary.ts'

/** What is known of a case, as far as it says how soon somebody should look at it. */
export type TriageFacts = {
  readonly method: string
  readonly danger: boolean
  readonly safeMode: boolean
  readonly harms: readonly { readonly sort: Harm; readonly loss: Loss | undefined }[]
}

const ofMethod: Readonly<Record<string, Weight>> = { robbery: [3, 'robbery'] }
const ofHarm: Readonly<Record<Harm, Weight>> = {
  ...{ harassment: [3, 'harassment'], extortion: [3, 'extortion'], 'identity-misuse': [2, 'identity-misuse'] },
  ...{ fraud: [1, 'fraud'], account: [1, 'account'], family: [1, 'family'], work: [1, 'work'] },
}
const ofLoss: Readonly<Partial<Record<Loss, Weight>>> = {
  'under-10000': [1, 'much-money'],
  more: [2, 'very-much-money'],
}

type Weight = readonly [points: number, why: TriageReason]
export type TriageReason = 'robbery' | 'danger' | 'safe-mode' | 'much-money' | 'very-much-money' | Harm
export const mostPoints = 10

/**
 * How soon somebody should look at a case, 0 to 10: what was done to the person counts, and never what the phone is worth (B05). Each
 * reason counts once, however often it is told.
 */
export function triageOf({ method, danger, safeMode, harms }: TriageFacts): {
  readonly points: number
  readonly because: readonly TriageReason[]
} {
  const weights: readonly (Weight | undefined)[] = [
    ...(danger ? [[4, 'danger'] as const] : []),
    ...(safeMode ? [[4, 'safe-mode'] as const] : []),
    ofMethod[method],
    ...harms.flatMap(({ sort, loss }) => [ofHarm[sort], loss && ofLoss[loss]]),
  ]
  const points = new Map<TriageReason, number>()
  for (const weight of weights) if (weight) points.set(weight[1], weight[0])
  // Of the money the greater band counts alone.
  if (points.has('very-much-money')) points.delete('much-money')
  const sum = [...points.values()].reduce((all, one) => all + one, 0)
  const because = [...points].sort((a, b) => b[1] - a[1]).map(([why]) => why)
  return { points: Math.min(mostPoints, sum), because }
}
