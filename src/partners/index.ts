export { type CallerTokenTables, partnerWithToken } from './caller-token.ts'
export { loadConnectors } from './connectors.ts'
export { deadActions, giveUp, strandedActions, tryAgain } from './dead-actions.ts'
export { type CallTools, type Connector, defineConnector } from './define-connector.ts'
export { Dispatcher, type DispatcherOptions, type Watch } from './dispatcher/dispatcher.ts'
export { reasonsToGiveUp } from './events/action-given-up.ts'
export type { PartnerHttp, PartnerReply } from './http-client.ts'
export { retryLater } from './http-client.ts'
export type { KeepAnswer } from './keep-answer.ts'
export { answerClassOf, type InputOf, type Kind, kinds } from './kinds.ts'
export {
  type ActionTables,
  type Lane,
  lanesOf,
  type NamedLane,
  type NamedLaneTables,
  namedLanesOf,
  operators,
  type PartnerTables,
} from './lanes.ts'
export { countCalls, watchQueue } from './metrics.ts'
export { orderReply } from './order-reply.ts'
export { acknowledged, notSent, type Outcome, pending, rejected, retry } from './outcome.ts'
export { pausePartner, readPartners, registerKeys, registerPartner } from './partner.ts'
export { standingOrderSignal } from './standing-order.ts'
export { receiptsOf, type Taken, takeReceipt } from './take-receipt.ts'
