export type { Entry, Meta } from './append.ts'
export {
  type CommandDefinition,
  type Decision,
  defineCommand,
  isRefusal,
  type Obligation,
  type Refusal,
  type RefusalMeaning,
  refuse,
} from './command.ts'
export { defineEvent, type EventDefinition, type NewEvent, type StoredEvent } from './event.ts'
export { type Fold, fold, folds } from './fold.ts'
export { type CommandMeta, type Ledger, openLedger } from './ledger.ts'
export type { Outcome } from './outcome.ts'
export { layOutOwed } from './owed.ts'
export { defineJob, defineReaction, type JobDefinition, type ReactionDefinition, type Tools } from './reaction.ts'
export { readSealed, readStream } from './read.ts'
export { fromQuery, type Statement, statement, type ToKeep, toKeep, violated } from './statement.ts'
export { type Planned, planned } from './together.ts'
export { defineView, type ViewDefinition } from './view.ts'
