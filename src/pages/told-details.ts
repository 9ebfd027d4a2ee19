import { z } from 'zod'
import type { StoredEvent } from '#ledger'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { vehicles, vehicleWords } from '#modules/reports/public'
import { type Details, detailsOf, type ShownToStaff } from '#modules/victims/public'
import type { Revealed } from '#platform/vault/reveal'
import type { VaultRef } from '#platform/vault-ref'
import { moment } from './screen-text.ts'

type Told = Pick<Details, 'ref' | 'at'>

type Shown = Pick<ShownToStaff, 'shows' | 'showsReport'>

/** All that was told of a theft in words and may be shown: with the report, and afterwards. */
export function wordsOf(events: readonly StoredEvent[], { shows, showsReport }: Shown): Told[] {
  const reported = events.flatMap((event): Told[] => {
    if (event.type !== TheftReported.type) return []
    const { place, description } = TheftReported.decode(event)
    return [place, description].flatMap((ref) => (ref ? { ref, at: event.at } : []))
  })
  return [...(showsReport ? reported : []), ...detailsOf(events).filter(({ access }) => shows(access))]
}

const words = z.string().optional().catch(undefined)
const Kept = z.object({
  ...{ topic: words, text: words, place: words, where: words, when: words },
  ...{ direction: words, description: words, who: words, had: words },
  vehicle: z
    .enum(vehicles)
    .transform((one) => vehicleWords[one].toLowerCase())
    .optional()
    .catch(undefined),
})

const titles: Readonly<Record<string, string>> = {
  where: 'Where and when it was',
  phone: 'What was on the phone',
  who: 'Who took it',
}

/** A force’s own system tells a time, not words. */
const inWords = (when: string, at: string) =>
  z.iso.datetime({ offset: true }).safeParse(when).success ? moment(when, at) : when

/** What was told, as the staff of a case read it: in the words of whoever told it. */
export function shownDetails(told: readonly Told[], known: ReadonlyMap<VaultRef, Revealed>) {
  return told.flatMap(({ ref, at }) => {
    const record = known.get(ref)
    if (!record || record.erased) return []
    const said = typeof record.value === 'string' ? { text: record.value } : (Kept.safeParse(record.value).data ?? {})
    const { topic = record.class === 'place' ? 'where' : 'who', ...fields } = said as z.output<typeof Kept>
    const says = Object.values({ ...fields, ...(fields.when && { when: inWords(fields.when, at) }) }).filter(
      (one) => one,
    )
    return says.length > 0 ? [{ title: titles[topic] ?? 'What was told', says: says.join(', '), at }] : []
  })
}
