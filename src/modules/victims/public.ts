export { type AccessTables, accessAt, accessStands, type Given, giveAccess, openAccess, sealAccess } from './access.ts'
export { accesses, isKnown, opens, stands } from './accesses.ts'
export { appellant } from './appellant.ts'
export { caseOfContact } from './case-of-contact.ts'
export { type CaseView, type CaseViewTables, caseView, eventsOfCase, type LaneRow, versionOfCase } from './case-view.ts'
export { answerBy, ItemId, sorts } from './clocks.ts'
export { answerChallenge } from './commands/answer-challenge.ts'
export { answerVictim } from './commands/answer-victim.ts'
export { assignCase } from './commands/assign-case.ts'
export { challengeEnd } from './commands/challenge-end.ts'
export { endContact } from './commands/end-contact.ts'
export { explainDeviation } from './commands/explain-deviation.ts'
export { giveAccessTo } from './commands/give-access.ts'
export { giveContact } from './commands/give-contact.ts'
export { handleAppellant } from './commands/handle-appellant.ts'
export { handleFailure } from './commands/handle-failure.ts'
export { recordDecision } from './commands/record-decision.ts'
export { stopWriting } from './commands/stop-writing.ts'
export { tellAbsent } from './commands/tell-absent.ts'
export { tellFeeling } from './commands/tell-feeling.ts'
export { tickSteps } from './commands/tick-steps.ts'
export { writeNote } from './commands/write-note.ts'
export { writeToDesk } from './commands/write-to-desk.ts'
export { ComplaintDesk, type ComplaintTables, complaintDesks, setComplaintDesk } from './complaint-desks.ts'
export { answersFor, conversation, notesOf, type Said } from './conversation.ts'
export { type CrimeReference, crimeReferenceFor } from './crime-reference.ts'
export { desk } from './desk.ts'
export {
  type After,
  type DeskRow,
  type DeskTables,
  deskAlarms,
  deskQueue,
  deskTopic,
  deskVersion,
  itemsOfCase,
} from './desk-queue.ts'
export { type Details, detailsOf } from './details.ts'
export { deviationOf, deviations } from './deviations.ts'
export { feelingsOf, stepToAsk } from './feelings.ts'
export { harmless } from './harmless.ts'
export { whatIsTakenIn } from './joining.ts'
export { isNotTheirs, isOfOtherNetwork } from './lanes.ts'
export { type BackupTold, backupsTold } from './last-backup.ts'
export { type LookTables, looksOf } from './looks.ts'
export { mayRead, reportOf } from './may-read.ts'
export { type OwnContact, ownContacts } from './own-contacts.ts'
export { type OwnSteps, ownSteps } from './own-steps.ts'
export { noMailTextOf, type OwnerMail, ownerMailOf } from './owner-message.ts'
export { partnerNames } from './partner-names.ts'
export { hardIn, wrongIn } from './plain-words.ts'
export { challengeUntil } from './promise.ts'
export {
  type Published,
  publishedInWelsh,
  publishedMessages,
  publishedNotice,
  publishedOwnerMails,
  publishedOwnerTexts,
  publishedReplies,
} from './published.ts'
export { type Address, addressOf } from './safe-contacts.ts'
export { asEnglish, countryName, english, englishEnds, inLanguage, languageTag, say } from './say.ts'
export { guardFor, type ShownToStaff, shownToStaff } from './shown-to-staff.ts'
export { handsetSought } from './standing.ts'
export { type BounceTaken, takeBounce } from './take-bounce.ts'
export { type TargetRow, targetsOf } from './targets.ts'
export { type Told, told } from './told.ts'
export { nameUnit, Unit, type UnitTables, unitOf } from './unit.ts'
export type { CasePromise } from './views/case-promise.ts'
export type { DeskItem } from './views/desk-item.ts'
export type { MessageFailedTable } from './views/message-failed.ts'
export {
  type Decision,
  type DeviationReason,
  decisions,
  deviationReasons,
  feelingAnswers,
  type Handling,
  handlings,
  type Step,
  steps,
  type Target,
  targets,
} from './vocabulary.ts'
export { type Locale, locales } from './welsh.ts'
export { type Kept, type Load, timesKept, workload } from './workload.ts'
