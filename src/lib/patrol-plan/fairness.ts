/** Minutes of one patrol in one area. */
export type Presence = { readonly area: string; readonly minutes: number; readonly covert: boolean }
/** An area with its victims' reports of the period, and its decile of deprivation: 1 the most deprived (IMD), null unknown. */
export type AreaReports = { readonly area: string; readonly reports: number; readonly decile: number | null }

export type FairShare = {
  readonly minutes: number
  readonly reports: number
  readonly shareOfMinutes: number
  readonly shareOfReports: number
  /** Share of minutes over share of reports: 1 as many patrols as reports call for; null where nobody reported. */
  readonly ratio: number | null
}

export type Fairness = {
  readonly areas: readonly (FairShare & { readonly area: string })[]
  readonly deciles: readonly (FairShare & { readonly decile: number | null })[]
  /** By area (`overlapOf`). */
  readonly overlap: number
  /** Minutes in areas that are not in the list: said, never dropped in silence. */
  readonly elsewhere: number
}

/**
 * Visible patrol minutes beside victims' reports. Covert minutes are left out before anything is counted, so that no figure here can
 * give one away. Shares are of what is listed.
 */
export function fairnessOf(presence: readonly Presence[], areas: readonly AreaReports[]): Fairness {
  const minutes = new Map<string, number>()
  for (const { area, minutes: more } of presence.filter(({ covert }) => !covert))
    minutes.set(area, (minutes.get(area) ?? 0) + more)
  const listed = new Set(areas.map(({ area }) => area))
  const rows = areas.map((row) => ({ ...row, minutes: minutes.get(row.area) ?? 0 }))
  const all = { minutes: total(rows, 'minutes'), reports: total(rows, 'reports') }
  const byArea = rows.map(({ area, ...row }) => ({ area, ...shareOf(row, all) }))
  const byDecile = [...Map.groupBy(rows, ({ decile }) => decile)]
    .sort(([a], [b]) => (a ?? 99) - (b ?? 99))
    .map(([decile, of]) => ({
      decile,
      ...shareOf({ minutes: total(of, 'minutes'), reports: total(of, 'reports') }, all),
    }))
  return {
    ...{ areas: byArea, deciles: byDecile },
    overlap: overlapOf(byArea),
    elsewhere: [...minutes].reduce((sum, [area, more]) => (listed.has(area) ? sum : sum + more), 0),
  }
}

type Shares = Pick<FairShare, 'shareOfMinutes' | 'shareOfReports'>

/** The share of patrol time that lies where the reports are: 1 when all shares are alike, 0 when none meet. */
export const overlapOf = (shares: readonly Shares[]): number =>
  shares.reduce((sum, { shareOfMinutes, shareOfReports }) => sum + Math.min(shareOfMinutes, shareOfReports), 0)

/** Areas as if they were one. */
export const asOne = (shares: readonly Shares[]): Shares => ({
  shareOfMinutes: shares.reduce((sum, { shareOfMinutes }) => sum + shareOfMinutes, 0),
  shareOfReports: shares.reduce((sum, { shareOfReports }) => sum + shareOfReports, 0),
})

type Sums = { readonly minutes: number; readonly reports: number }

const total = (rows: readonly Sums[], what: keyof Sums) => rows.reduce((sum, row) => sum + row[what], 0)

function shareOf({ minutes, reports }: Sums, all: Sums): FairShare {
  const shareOfMinutes = all.minutes > 0 ? minutes / all.minutes : 0
  const shareOfReports = all.reports > 0 ? reports / all.reports : 0
  return {
    minutes,
    reports,
    shareOfMinutes,
    shareOfReports,
    ratio: shareOfReports > 0 ? shareOfMinutes / shareOfReports : null,
  }
}
