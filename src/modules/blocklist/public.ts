export { decideListAppeal } from './commands/decide-list-appeal.ts'
export { liftRule } from './commands/lift-rule.ts'
export { setRule } from './commands/set-rule.ts'
export { type ExportedList, exportList } from './exchange/export-list.ts'
export { type ImportedList, importList, type ListFile, type RejectedLine } from './exchange/import-list.ts'
export { WrongLayout } from './exchange/layouts.ts'
export { ListLags, TakesOffTooMuch } from './exchange/taken-off.ts'
export { type Follower, type FollowerTables, followers } from './followers.ts'
export {
  type ListAppealRow,
  listAppealOf,
  listAppealQueue,
  listAppealsOf,
  listAppealsOverdue,
} from './list-appeal-queue.ts'
export { type Published, publishFeed } from './publish/publish-feed.ts'
export { openStream } from './publish/stream.ts'
export {
  networksRefuse,
  type Restriction,
  type RestrictionRow,
  type RestrictionTables,
  restrictionRows,
  restrictionsIn,
  restrictionsOf,
} from './restrictions.ts'
export { type RuleShown, rulesThatHold } from './rules-that-hold.ts'
export { type HeardOfList, type ListAppealTables, takeListAppeal } from './take-list-appeal.ts'
export type { ListAppealTable } from './views/list-appeal.ts'
export { isLayoutName, type LayoutName, layoutNames, listAppealReasons, topic as blocklistTopic } from './vocabulary.ts'
