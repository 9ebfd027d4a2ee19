import {
  type AskedStudy,
  askStudy,
  controlsEach,
  demandSource,
  leastMinutes,
  ringMetres,
  type Source,
  StudyQuery,
  type StudyTables,
  stepsTold,
  tellsSteps,
  writeDownStudy,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { longDay, monthName } from '../screen-text.ts'
import { studyChart } from '../study-chart.ts'

/** Whether patrolled squares changed otherwise than squares like them, and whether thefts moved next door. */
export default definePage<StudyTables>()({
  url: '/staff/effect',
  title: 'Did patrols help?',
  template: 'staff/effect.njk',
  who: { act: 'look', record: 'patrol' },
  console: true,
  query: StudyQuery,

  async load({ of, by, since }, context) {
    const { typed } = since
    const query = new URLSearchParams({ of, by, ...(typed && { since: typed }) })
    const form = { of, by, since: typed, leastMinutes, query: String(query) }
    if (since.isWrong) return { ...form, errors: [notADay] }
    const sight = demandSource(of, context)
    await writeDownStudy(context, of)
    const study = await askStudy(context.db, { ...sight, by, since: since.at, now: context.now() })
    return { ...form, asksSince: study === 'say-since', study: typeof study === 'string' ? false : shown(study, of) }
  },
})

const notADay = { field: 'since', says: 'We cannot read this day. Enter day, month and year, like 1 9 2026' }

function shown(study: AskedStudy, of: Source) {
  const { effect, moved, steps, stepNames, unit, squares, controls, unlike, walked } = study
  const half = steps.length / 2
  const a = (value: number, many: number) => (many > 0 ? value / many : 0)
  const left = unlike > 0 ? ` ${unlike} more had no square like them, and are left out.` : ''
  const nobody = `There are too few squares to compare: ${squares} patrolled.`
  return {
    ...{ unit, squares, controls, steps: half },
    ...{ before: longDay(study.before), since: longDay(study.since) },
    says: `${effect ? effect.says : nobody}${left}`,
    walked: `${whole.format(walked.minutes)} minutes were walked in the patrolled squares, with ${whole.format(walked.wholeStops)} stops of 12 minutes or more.`,
    effect: effect && {
      change: percent(effect.ratio),
      ...{ low: percent(effect.ratioInterval[0]), high: percent(effect.ratioInterval[1]) },
      difference: signed(effect.difference),
      ...{ from: signed(effect.interval[0]), to: signed(effect.interval[1]), p: effect.p.toFixed(3) },
    },
    rings: moved.map(({ says }, at) => ({ metres: ringMetres[at], says })),
    chart:
      tellsSteps(of, study) &&
      studyChart(
        steps.map(({ patrolled }) => a(patrolled, squares)),
        steps.map(({ control }) => a(control, squares * controlsEach)),
      ),
    rows: stepsTold(of, study).map(({ patrolled, control, rings: [near, far] }, at) => ({
      ...{
        name: unit === 'month' ? monthName(stepNames[at] ?? '') : `from ${longDay(stepNames[at] ?? '')}`,
      },
      ...{ patrolled, control, near, far, isFirst: at === half },
    })),
  }
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const percent = (ratio: number): string => `${Math.abs(Math.round(100 * (ratio - 1)))}% ${ratio < 1 ? 'fewer' : 'more'}`

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
