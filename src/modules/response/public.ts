export { nobody, type Parties, type Situation, type Subject, stopsOwed, undoOf, wipeAfterMs } from './ladder.ts'
export { type PartyTables, partiesOf } from './parties.ts'
export { isLayingOut, type OpenStop, OpenStops, openStops, type StopTables, undoing } from './undo.ts'
