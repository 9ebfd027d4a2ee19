export {
  asksWhose,
  nobody,
  type Parties,
  type Situation,
  type Subject,
  stopsOwed,
  undoOf,
} from './ladder.ts'
export { type Own, type PartyTables, partiesOf } from './parties.ts'
export {
  isLayingOut,
  keysLetGo,
  type OpenStop,
  OpenStops,
  openStops,
  type StopTables,
  stopsLetGo,
  stopsOfReport,
  undoing,
} from './undo.ts'
