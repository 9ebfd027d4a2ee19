import type { PartnerGaps, PartnerWeek } from '#modules/statistics/public'
import type { Gaps } from './gaps.ts'

const head = [
  ...['gap', 'name', 'part_of_week', 'asked', 'patrol_minutes', 'in_time', 'late', 'silent'],
  ...['asked_before', 'patrol_minutes_before', 'in_time_before', 'trend', 'since'],
]

const inTime = ({ orders, late, silent }: PartnerWeek) => orders - late - silent
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** All gaps as CSV (RFC 4180): where and when nobody patrols (four weeks beside four), and partners that miss orders (a week beside a week). */
export function gapsCsv({ gaps }: Pick<Gaps, 'gaps'>, partners: Pick<PartnerGaps, 'gaps'>): string {
  const patrols = gaps.map(({ borough, part, reports, minutes, reportsBefore, minutesBefore, isNew }) => [
    ...['patrol', quoted(borough), quoted(part), reports, minutes, '', '', ''],
    ...[reportsBefore, minutesBefore, '', isNew ? 'new' : 'lasting', ''],
  ])
  const late = partners.gaps.map(({ name, sort, before, trend, since, ...now }) => [
    ...[sort, quoted(name), '', now.orders, '', inTime(now), now.late, now.silent],
    ...[before.orders, '', inTime(before), trend, since?.toISOString() ?? ''],
  ])
  return `${[head, ...patrols, ...late].map((row) => row.join(',')).join('\r\n')}\r\n`
}
