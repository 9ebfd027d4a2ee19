import { defineReaction, type EventDefinition, type Tools } from '#ledger'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftTold } from '#modules/reports/events/theft-told'
import { ContactEnded } from '../events/contact-ended.ts'
import { MessageOwed } from '../events/message-owed.ts'
import { caseEvents } from '../tell.ts'
import { goneBrowsers } from '../told.ts'
import { endWords } from '../vocabulary.ts'

type OfCase = EventDefinition<{ case: string }>
/** By each of these a browser may be told no more (`told.ts`). */
const endings = [
  ...[ContactEnded, SafeModeSet, ConflictFound, ProofShown, CasesLinked, TheftTold],
  ...[ReportWithdrawn, CaseClosed],
] as unknown as OfCase[]

/** Destroys where a browser took notices as soon as it is told no more; what was still on its way to it does not go. */
export const letBrowsersGo = defineReaction('let-browsers-go', (on) => [
  ...endings.map((event) => on(event, ({ case: theft }, _, tools) => letGo(tools, theft))),
  on(MessageOwed, async ({ case: theft, template }, _, tools) => {
    if (endWords.includes(template)) await letGo(tools, theft)
  }),
])

async function letGo({ db, vault }: Tools, theft: string): Promise<void> {
  const events = await caseEvents(db, theft)
  const gone = new Set(goneBrowsers(events))
  if (gone.size === 0) return
  const sent = events.flatMap((event) => (event.type === MessageOwed.type ? MessageOwed.decode(event) : []))
  // That the case has ended is the last notice: it still goes.
  const messages = sent.flatMap(({ contact, message, template }) =>
    contact && message && gone.has(contact) && !endWords.includes(template) ? message : [],
  )
  for (const ref of [...gone, ...messages]) await vault.erase(ref, 'browser-let-go')
}
