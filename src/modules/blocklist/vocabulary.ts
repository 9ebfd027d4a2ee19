import { z } from 'zod'
import { readCovered } from '#lib/feed/exceptions'
import { appealReasons } from '#modules/reports/public'

/** Ways in which lists of handsets are laid out in files. */
export const layoutNames = ['gsma', 'dirbs', 'ndjson'] as const
export type LayoutName = (typeof layoutNames)[number]
export const isLayoutName = (name: string): name is LayoutName => (layoutNames as readonly string[]).includes(name)

/** What is announced when the list has changed. */
export const topic = 'blocklist'

/** What is announced when something beside the list has changed. */
export const exceptionsTopic = 'blocklist-exceptions'

/** 16 bytes in base64url, such as an HMAC that was made shorter. */
export const MarkText = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** Why a rule is set. */
export const ruleReasons = [
  'no-such-model', // the TAC was never given to anybody
  'model-cloned', // its number stands on phones of other makes
  'stolen-consignment', // a run of numbers that was stolen unsold
  'not-for-networks', // made for tests, or unsafe
] as const

/** Why a person decided about an appeal against a list or a rule: as against a report, or because whoever keeps it says so. */
export const listAppealReasons = ['keeper-says', ...appealReasons] as const

/** What a rule is about, in the one form in which it stands in the ledger. */
export const CoveredText = z
  .string()
  .regex(/^(tac\/\d{8}|range\/\d{14}-\d{14})$/)
  .refine(
    (text) => readCovered(text)?.about === text,
    'A range goes from a lower number to a higher one of the same TAC.',
  )
