import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, type RouteContext, seeOther } from '#http'
import {
  blockNow,
  type DemoTables,
  newSimInAlgiers,
  type Stage,
  type StageTables,
  scanTheTray,
  stageOf,
  startDay,
} from '#modules/demo/public'
import { isDemo, theftMap } from '#modules/statistics/public'
import { countryName, mayRead } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { type StageRow, stageRows } from '../stage-rows.ts'
import { mapSays } from './theft-map.ts'

type Tables = DemoTables & StageTables
type Context = RouteContext<Tables>

/**
 * The first minute, for whoever tries Ringback: a pretend owner's card on a stranger's phone, and the thief's phone. Everything
 * goes through the real processes. There is no such page where cases are real.
 */
export default definePage<Tables>()({
  url: '/demo',
  title: 'The first minute',
  template: 'public/demo.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 240,
  form: z.object({ do: z.enum(['block', 'algiers', 'tray', 'day', 'again'], 'Press one of the buttons') }),

  async load(_, context) {
    await context.audit('look', context.pass.held ? `case/${context.pass.held.case}` : 'demo')
    if (!(await isDemo(context.db))) return problem('not-found')
    const stage = await stageFor(context)
    const map = await theftMap(context.db)
    return {
      ...{ stage: stage ? shown(stage) : false, tray: false, day: false },
      ...{ map, mapSays: mapSays(map) },
    }
  },

  async act({ do: what }, context) {
    if (what === 'again') {
      await context.pass.drop()
      return seeOther('/demo')
    }
    if (what === 'block') return block(context)
    if (what === 'day') return { day: startDay() }
    const stage = await stageFor(context)
    if (!stage) return seeOther('/demo')
    if (what === 'tray') return { tray: (await scanTheTray(pretend(context), stage)) ?? 'away' }
    await newSimInAlgiers(pretend(context), stage)
    return seeOther('/demo')
  },
})

async function block(context: Context) {
  const taken = await blockNow(context as RouteContext<DemoTables>)
  if ('refused' in taken) return { errors: [{ field: 'do', says: 'We are busy. Press the button once more' }] }
  context.pass.give({ case: taken.case, as: 'holder', ...(taken.access && { access: taken.access }) })
  return seeOther('/demo')
}

const stageFor = async ({ db, pass, now }: Context): Promise<Stage | undefined> => {
  const held = await mayRead(db, pass.held)
  return held && stageOf(db as unknown as Kysely<StageTables>, held.case, now())
}

const pretend = ({ db }: Context) => db as unknown as Parameters<typeof scanTheTray>[0]

/** The stage as the page draws it. */
function shown(stage: Stage): { rows: readonly StageRow[] } & Record<string, unknown> {
  const refused = stage.networks.filter(({ admits }) => admits === false)
  const [abroad] = stage.sightings
  return {
    rows: stageRows(stage.lanes),
    pending: stage.stoppedAfterMs === null,
    reportedAt: stage.reportedAt,
    stoppedMs: stage.stoppedAfterMs ?? false,
    networks: stage.networks.map(({ name, admits }) => ({ name, is: admits === false ? 'refused' : 'lets-in' })),
    phone: refused.length === stage.networks.length && refused.length > 0 ? 'refused' : 'online',
    seen: abroad ? { country: countryName(abroad.country) ?? abroad.country, at: abroad.notedAt } : false,
  }
}
