import { problem, type RouteContext, thrown } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
import type { LookedAt, Sight, Source } from './look.ts'

/** Who looks, and how far the permission reaches by which they opened this page or file. */
export type Looking = Pick<RouteContext, 'reach' | 'tenant' | 'caller'>

/** Plans of patrols are police work: who may look at them works for a force (or at stations). */
const worksAtPatrols = ({ caller }: Looking): boolean => judge(matrix, caller, { act: 'look', record: 'patrol' }).may

/**
 * Reports come one at a time, with day and square: two looks apart give one victim's, perhaps their home. So only the police see
 * them; councils and press offices see what is published.
 */
export const seesReports = (looking: Looking): boolean => looking.reach === 'all' || worksAtPatrols(looking)

/**
 * What a map, list, plan or study of the caller may be made of (docs/adr/0030): all forces' reports where the permission reaches all
 * records, else those that their own force handles. Ends what was asked for where the source is not for the caller.
 * Nothing in patrol looks at thefts without it.
 */
export function demandSource(source: Source, looking: Looking): Sight {
  if (source === 'reports' && !seesReports(looking)) throw thrown(problem('only-published'))
  const { reach, tenant } = looking
  return { source, tenant, handledBy: source === 'reports' && reach === 'own' ? tenant : undefined }
}

/**
 * A look at the squares of exact reports is written down with its purpose, for which borough and until when: two of them, a day apart,
 * can say what one look at a square says. What the police published anybody may look at.
 */
export async function writeDownLook(
  { audit, purpose }: Pick<RouteContext, 'audit' | 'purpose'>,
  { source, at }: Pick<LookedAt, 'source' | 'at'>,
  borough = 'London',
): Promise<void> {
  if (source !== 'reports') return
  if (!purpose) throw thrown(problem('purpose-needed'))
  await audit('look', `squares/${borough.toLowerCase().replaceAll(/[^a-z]+/g, '-')}/${at}`)
}
