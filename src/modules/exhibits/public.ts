export { type CheckTables, checkHandset, type HandsetAnswer } from './check-handset.ts'
export { handOver } from './commands/hand-over.ts'
export { matchExhibit } from './commands/match-exhibit.ts'
export { seizeHandset } from './commands/seize-handset.ts'
export { continuityOf, type Link, type StreamTables } from './continuity.ts'
export { lookUp } from './look-up.ts'
export type { MatchTables } from './match/facts.ts'
export { caseIn, type Verdict, type Why, whys } from './match/judge.ts'
export { sayNetworks } from './networks-say.ts'
export { readHandset } from './read-handset.ts'
export { type ReturnTables, returnExhibit } from './return-exhibit.ts'
export { mostBytes, mostLines } from './tray/read-lines.ts'
export { countsOf, type ScanTables, scanTray } from './tray/scan-tray.ts'
export { type SeizedTray, seizeTray } from './tray/seize-tray.ts'
export { sayWhy, type TrayRow, type TrayTables } from './tray/tables.ts'
export type { ExhibitTable } from './views/exhibit.ts'
export {
  ExhibitId,
  type Holder,
  holderNames,
  holders,
  type OwnershipProof,
  powerNames,
  powers,
  proofNames,
  proofs,
  readLabel,
  Seal,
  TrayId,
} from './vocabulary.ts'
