export { tellHarm } from './commands/tell-harm.ts'
export { tellMessage } from './commands/tell-message.ts'
export { harmsOf, messagesOf, type ToldHarm, type ToldMessage } from './harms-of.ts'
export { marked } from './marked.ts'
export { hasLink, type Indicator, readMessage } from './read-message.ts'
export { type SharedIndicator, sharedIndicators, sharedWith } from './shared-indicators.ts'
export { type SenderTable, type TakenAlone, takeSuspicious } from './take-suspicious.ts'
export { mostPoints, type TriageReason, triageOf } from './triage.ts'
export type { IndicatorTable } from './views/indicator.ts'
export type { IndicatorToldTable } from './views/indicator-told.ts'
export {
  bankHarms,
  type Harm,
  harmSorts,
  harms,
  type IndicatorSort,
  type Loss,
  lossBands,
  losses,
} from './vocabulary.ts'
