export { buyAsShop, type PurchaseTables } from './buy-as-shop.ts'
export { type CloneTables, cloneSignsOf } from './clones.ts'
export { type Asked, askToEnrol, type Confirmed, confirmEnrolment, type EnrolTables } from './enrol.ts'
export { type Enrolment, enrolmentOf } from './enrolment-of.ts'
export { type GatewayTable, gatewayFor } from './gateways.ts'
export { ModelTyped } from './learn-model.ts'
export { type Model, modelsOf, type TacTable } from './model-of.ts'
export { hasNewSim } from './new-sim.ts'
export { askIfOwn, mayBeShownOwn, type OwnPhoneTables, showOwn } from './own-phone.ts'
export {
  addPhone,
  askForPasskey,
  type EntrustedPhone,
  forgetPasskey,
  keepNewPasskey,
  type Opened,
  offerPasskey,
  openByPasskey,
  type PasskeyTables,
  passkeyOfTicket,
  phonesOf,
  pushesOf,
  secretOfTicket,
  takePushesOf,
} from './passkeys.ts'
export { type HandsetTables, recentChanges } from './recent-changes.ts'
export { takesPasskeys } from './relying-party.ts'
export { sellAsShop } from './sell-as-shop.ts'
export { type RegisterStatus, standingOf, statusesOf, statusOf, withRestrictions } from './status-of.ts'
export { isStolenLine, isStolenNumber } from './stolen-number.ts'
export { lineOf, type StopSecret, stopSecretOf } from './stop-secret-of.ts'
export { plainWord, readWordKeys, type StopWord, type Weak, type WordKeys, weaknessOf } from './stop-word.ts'
export { stopWordOf, type WordSaid } from './stop-word-of.ts'
export { publishedTexts } from './texts.ts'
export { countWrongTry, mustRest, takeTry, type WrongTry } from './tries.ts'
export type { EnrolmentTable } from './views/enrolment.ts'
export type { ImeiReview } from './views/imei-review.ts'
export type { ImeiStatus } from './views/imei-status.ts'
export type { StopSecretTable } from './views/stop-secret.ts'
export type { PasskeyMeans } from './vocabulary.ts'
export { sellerDocuments } from './vocabulary.ts'
