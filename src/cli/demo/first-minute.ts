import { setTimeout as sleep } from 'node:timers/promises'
import { type StageRow, stageRows } from '#pages/stage-rows'
import type { DemoApi, ShownStage, ShownTampering, ShownTray } from './demo-api.ts'

/** What is said as it happens: to a person at a terminal, or to a program. */
export type Say = {
  readonly reported: (theft: string, at: string) => void
  /** Again and again while it is waited for; `ms` since the report. */
  readonly waiting: (ms: number, stage: ShownStage) => void
  readonly receipt: (row: StageRow) => void
  readonly stopped: (ms: number | null, stage: ShownStage) => void
  readonly seen: (sighting: ShownStage['sightings'][number] | undefined) => void
  readonly tray: (tray: ShownTray | undefined) => void
  readonly tampered: (tampering: ShownTampering) => void
  readonly ended: (good: boolean) => void
}

const lookMs = 100
const patienceMs = 30_000

/** Runs the first minute, says each step as it happens, and returns whether every one ended as it should. */
export async function firstMinute(api: DemoApi, say: Say): Promise<boolean> {
  const theft = await api.report()
  const stopped = await watchReceipts(api, theft, say)
  await api.algiers(theft)
  const [sighting] = (await lookUntil(api, theft, ({ sightings }) => sightings.length > 0)).sightings
  say.seen(sighting)
  const tray = await api.tray(theft)
  say.tray(tray)
  const tampering = await api.tamper(theft)
  say.tampered(tampering)
  const found = tampering.whole && tampering.findings.length > 0
  const good = stopped && sighting !== undefined && tray?.matched === 1 && found
  say.ended(good)
  return good
}

async function watchReceipts(api: DemoApi, theft: string, say: Say): Promise<boolean> {
  const told = new Set<string>()
  let began = false
  const last = await lookUntil(api, theft, (stage) => {
    if (!began) say.reported(stage.case, stage.reportedAt)
    began = true
    const rows = stageRows(stage.lanes)
    for (const row of rows.filter(({ ms }) => ms !== false)) {
      const key = `${row.what} ${row.partner}`
      if (!told.has(key)) say.receipt(row)
      told.add(key)
    }
    const waiting = rows.some(({ is }) => is === 'not-asked' || is === 'sent')
    if (stage.stoppedAfterMs !== null && !waiting) return true
    say.waiting(Date.now() - Date.parse(stage.reportedAt), stage)
    return stage.stoppedAfterMs !== null && isSettled(stage)
  })
  // What signs nothing, or has not answered yet, is shown without a time.
  for (const row of stageRows(last.lanes).filter(({ ms }) => ms === false)) say.receipt(row)
  say.stopped(last.stoppedAfterMs, last)
  return last.stoppedAfterMs !== null
}

// What signs nothing stays "sent", so the table is full once nothing has come for a moment after the last signed block.
const settleMs = 2_000
const isSettled = ({ reportedAt, stoppedAfterMs }: ShownStage) =>
  Date.now() - Date.parse(reportedAt) > (stoppedAfterMs ?? 0) + settleMs

/** Looks until it is `enough`, or patience ends; returns the last look. */
async function lookUntil(api: DemoApi, theft: string, enough: (stage: ShownStage) => boolean): Promise<ShownStage> {
  for (const end = performance.now() + patienceMs; ; await sleep(lookMs)) {
    const stage = await api.stage(theft)
    if (enough(stage) || performance.now() > end) return stage
  }
}
