export { whyOf } from '#lib/forecast/release'
export { chancePercent } from '#lib/patrol-plan/chance'
export { type Direction, lastsMs, mostTurns, patrolRoles } from './alert.ts'
export { hidesPlace } from './alerted-case.ts'
export { type AlertRow, alertsOf, alertsOfForce, onDuty, othersGoing } from './alerts-of.ts'
export { CalendarRow, calendarRows, clockOf } from './calendar/calendar-rows.ts'
export {
  carnival,
  type HighRisk,
  highRiskFrom,
  type LaunchTest,
  lastCounted,
  launchesByBorough,
  launchTests,
  londonSeason,
} from './calendar/high-risk.ts'
export { crowdDays } from './calendar/learned-calendar.ts'
export { hotspotsAsked, nameOfCorner, nameOfSquare, SquaresAsked } from './cells/asked.ts'
export { boundsOfLondon, drawCells, drawMarks } from './cells/draw-cells.ts'
export { hidesHours, toldOf } from './cells/few-reports.ts'
export {
  byFloor,
  eachBorough,
  type Hotspot,
  hotspotsOf,
  listed,
  madeByOf,
  type Stays,
  stays,
} from './cells/hotspots.ts'
export type { HowItCame } from './cells/how-it-came.ts'
export { isVehicle, type TheftKind, type Wanted, wantedKinds } from './cells/kinds-told.ts'
export { boroughAt, londonCells } from './cells/london-cells.ts'
export { type LookedAt, type Source, sources } from './cells/look.ts'
export type { MadeBy } from './cells/made-by.ts'
export { type NextMonth, nextMonth } from './cells/next-month.ts'
export { isOuter, leastRecall } from './cells/outer-boroughs.ts'
export { type PastLists, pastLists } from './cells/past-lists.ts'
export type { ReportedCellTables } from './cells/reported-cells.ts'
export { warmMap } from './cells/warm.ts'
export { boroughWeek, type WeekDial, weekDial } from './cells/week-dial.ts'
export { demandSource, type Looking, seesReports, writeDownLook, writeDownStudy } from './cells/whose-look.ts'
export { type WhyHere, whyHere } from './cells/why-here.ts'
export { answerAlert } from './commands/answer-alert.ts'
export { answerPattern } from './commands/answer-pattern.ts'
export { answerStop } from './commands/answer-stop.ts'
export { answerTask, TaskSays } from './commands/answer-task.ts'
export { drawFence } from './commands/draw-fence.ts'
export { endZones } from './commands/end-zones.ts'
export { makeCovertPlan } from './commands/make-covert-plan.ts'
export { makePlan } from './commands/make-plan.ts'
export { moveZones } from './commands/move-zones.ts'
export { recordWorks } from './commands/record-works.ts'
export { retireFence } from './commands/retire-fence.ts'
export { bearing } from './direction.ts'
export type { Gap } from './dosage/gaps.ts'
export { type GapTables, gapDays, gapsUntil } from './dosage/gaps-seen.ts'
export {
  type MinutesAsked,
  type PatrolVisitTable,
  type SquareMinutes,
  type SquareVisitTable,
  type VisiblePatrolVisitTable,
  visibleMinutes,
} from './dosage/patrol-visit.ts'
export { answersOf, covertlyWalked, type DoneTables, doneOf, type ShiftDone, shiftDone } from './dosage/shift-done.ts'
export { insideNow, type WalkTables } from './dosage/walks.ts'
export { beginShift, type Duty, type DutyTable, dutyOf, endShift, joinUnit, keptMs, setPosition } from './duty.ts'
export { type AskedStudy, askStudy, leastMinutes, type NoStudy, type StudyTables } from './effect/ask-study.ts'
export { controlsEach, ringMetres } from './effect/match-controls.ts'
export { stepsTold, tellsSteps } from './effect/steps-told.ts'
export { StudyQuery } from './effect/study-asked.ts'
export {
  type DeprivationColumns,
  type DeprivationTable,
  keepDeprivation,
  readDeprivation,
  WrongDeprivationFile,
} from './fairness/deprivation.ts'
export { type FairnessTables, fairnessIn, type PatrolFairness } from './fairness/fairness-of.ts'
export type { PublicShare } from './fairness/public-fairness.ts'
export { middleOf as middleOfFence, mostCorners, radii } from './fences/fence-shape.ts'
export { drawnFences, type LiveFence, liveFences, nameOfFence } from './fences/live-fences.ts'
export { mostZones } from './fences/moved-zones.ts'
export { readFence } from './fences/read-fence.ts'
export { boroughOfSlug, boroughSlug, firstSquares, movesOf, type Zones, zonesOf } from './fences/zones-that-follow.ts'
export { findPatterns } from './find-patterns.ts'
export { fenceAround } from './fit.ts'
export { forecastPublished } from './forecast/forecast-published.ts'
export { london } from './london.ts'
export { type PatternQueueTables, patternQueue, patternsStand, type QueuedPattern } from './pattern-queue.ts'
export type { AlertPlace } from './place-an-alert.ts'
export { PlacesAsked, placesLook } from './places/asked.ts'
export {
  hoursOfDay,
  isNight,
  type NightSquare,
  nightOf,
  nightSquares,
  nightTold,
  venueRepeats,
} from './places/at-night.ts'
export { type BeforeAndAfter, cornersOfSquares, type NotYet, squareAndAround } from './places/before-after.ts'
export { type BoroughShare, boroughShares } from './places/borough-shares.ts'
export { kindWords } from './places/kinds.ts'
export { lastingIn } from './places/lasting.ts'
export { nameBoroughs, type OwnBoroughTables, worksWithin } from './places/own-boroughs.ts'
export { type WorksKind, worksKinds, worksWords } from './places/reasons.ts'
export { faultOfPlace, type Within } from './places/recorded-works.ts'
export { type ToRedesign, toRedesign } from './places/redesign.ts'
export { type KindShare, kindShares, type StationThefts, stationThefts } from './places/shares.ts'
export { isMoreThanLuck } from './places/venues.ts'
export { type JudgedWorks, type WorksTables, worksOf } from './places/works-of.ts'
export { type AreaFloor, areaFloor, plansBefore } from './plan/area-floor.ts'
export {
  type CovertUnitTable,
  covertUnit,
  type GivenCode,
  giveCode,
  holdPlan,
  joinCovertUnit,
  sealCovertPlan,
} from './plan/covert-unit.ts'
export { drawShift, type ShiftMap } from './plan/draw-shift.ts'
export { nextStop } from './plan/next-stop.ts'
export { type OfferTables, offerPlan, planSources } from './plan/offer-plan.ts'
export { type Overlap, overlapsOf, plansThatMeet } from './plan/overlaps.ts'
export { boroughsIn, planAreas } from './plan/plan-areas.ts'
export { planIdOf, planSeedOf } from './plan/plan-id.ts'
export { type PlannedShift, type StopAnswer, stopAnswers } from './plan/planned-shift.ts'
export {
  callSignUnits,
  covertShift,
  covertShifts,
  isCovertPlan,
  mostListed,
  nameUnits,
  type Shift,
  type ShiftTables,
  visibleShift,
  visibleShifts,
} from './plan/read-shift.ts'
export { readUnits } from './plan/read-units.ts'
export { heaviestBorough, type ShiftSheet, shiftSheet } from './plan/shift-sheet.ts'
export { methodWords } from './push-text.ts'
export { type DismissReason, dismissReasons, FindingId, type PatternAnswer } from './recorded-finding.ts'
export type { ToldGroup } from './risk/chance-identified.ts'
export { riskLook } from './risk/risk-look.ts'
export { TaskId, type TaskKind, type TaskResult, type Team, teams } from './tasks/task.ts'
export { type ShownTask, type TaskTables, type TaskTally, taskList } from './tasks/task-list.ts'
export type { GeofenceTable } from './views/geofence.ts'
export type { OfficerAlert } from './views/officer-alert.ts'
