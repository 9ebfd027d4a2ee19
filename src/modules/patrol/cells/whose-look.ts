import { sql } from 'kysely'
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

type Writing<Tables> = Pick<RouteContext<Tables>, 'audit' | 'purpose' | 'actor' | 'db'>
type Look = Pick<LookedAt, 'source' | 'at' | 'method'>

/**
 * A look at the squares of exact reports is written down with its purpose, for which borough, until when and of which kind: two of
 * them, a day apart, can say what one look at a square says. What the police published anybody may look at. `what`: the list of
 * hotspots, or a list of places made of them.
 */
export async function writeDownLook<Tables>(
  context: Writing<Tables>,
  look: Look,
  borough?: string,
  what: 'squares' | 'places' = 'squares',
): Promise<void> {
  if (look.source === 'reports') await writeDown(context, subjectOf(look, borough, what))
}

/** The same of a study of what patrols did, which is made of such squares. */
export async function writeDownStudy<Tables>(
  context: Writing<Tables> & Pick<RouteContext<Tables>, 'now'>,
  source: Source,
): Promise<void> {
  if (source === 'reports') await writeDown(context, `effect/london/${context.now().toISOString().slice(0, 10)}`)
}

async function writeDown<Tables>(context: Writing<Tables>, subject: string): Promise<void> {
  if (!context.purpose) throw thrown(problem('purpose-needed'))
  await context.audit('look', subject)
}

/**
 * The same of a map that stays open and asks again at each report: once for each person, purpose, subject and hour of the clock. It is
 * looked up what stands in the audit, so a row that was not written is written by the next.
 */
export async function writeDownOpenMap<Tables>(context: Writing<Tables>, look: Look, borough?: string): Promise<void> {
  const { actor, purpose } = context
  if (look.source === 'reports' && purpose) {
    const subject = subjectOf(look, borough, 'squares')
    const { rows } = await sql`
      select 1 from audit where actor = ${actor} and subject = ${subject} and purpose = ${purpose} and act = 'look'
        and at >= date_trunc('hour', clock_timestamp()) limit 1`.execute(context.db)
    if (rows.length > 0) return
  }
  await writeDownLook(context, look, borough)
}

const subjectOf = ({ at, method }: Look, borough = 'London', what: string) =>
  [what, borough.toLowerCase().replaceAll(/[^a-z]+/g, '-'), at, ...(method ? [method] : [])].join('/')
