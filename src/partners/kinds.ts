import { z } from 'zod'
import { Heard } from '#lib/heard'

// Only what matching needs: the 14 digits that IMEI and IMEISV share.
const imeiKeys = z
  .array(z.string().regex(/^\d{14}$/))
  .min(1)
  .max(8)

const imeiKeysSample = ['35693803564380']

/** A line by its number, E.164. In the ledger it is a vault reference; it is put in for the time of the call. */
const line = z.string().regex(/^\+[1-9]\d{6,14}$/)
const lineSample = '+447700900123'

const simMark = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

const reason = z.enum(['stolen', 'lost'])
/** How far the reporter has proved it (proof ladder), so that a bank can judge for itself; above 2 its orders do not differ. */
const level = z.int().min(0).max(2)
const onAccount = { input: z.object({ line, level }), sample: { line: lineSample, level: 1 } }
const onLine = { input: z.object({ line }), sample: { line: lineSample } }
const provedAt = z.iso
  .datetime()
  .optional()
  .describe(
    'the owner proved then that the line is theirs: an operator that gave it to another since refuses (`other-holder`)',
  )
const onProvedLine = {
  input: z.object({ line, provedAt }),
  sample: { line: lineSample, provedAt: '2026-01-01T10:00:00.000Z' },
}
const onHandset = { input: z.object({ imeiKeys }), sample: { imeiKeys: imeiKeysSample } }
/** SIMs of an operator, each by the mark that only it can make (docs/adr/0019). */
const simsNamed = z.object({
  sims: z.array(z.object({ imeiKey: z.string().regex(/^\d{14}$/), mark: simMark })).max(8),
  keyCheck: simMark.optional(),
})
const onStolen = { input: z.object({ imeiKeys, reason }), sample: { imeiKeys: imeiKeysSample, reason: 'stolen' } }
/** A maker knows the handset by its IMEIs, or the account by the number that was proved to it. */
const onLineOrHandset = {
  input: z.object({ line: line.optional(), imeiKeys: imeiKeys.optional() }),
  sample: { line: lineSample, imeiKeys: imeiKeysSample },
}

const imei = z.string().regex(/^\d{15}$/)
/** What an operator knows of the handset in which a line was last used. */
const handsetFound = z.object({
  imeis: z.array(imei).max(4),
  since: z.iso
    .datetime()
    .optional()
    .describe('when the line came into that handset, if within 30 days: it may be another than the stolen one'),
  earlier: z
    .array(imei)
    .max(4)
    .optional()
    .describe('the handset in which the line was before, if it left that within 30 days'),
  ported: z.iso.datetime().optional().describe('when the number came from another operator, if lately'),
  heard: Heard.optional().describe(
    'when it heard the SIM of the line in that handset: by it every operator sees a copy of the number',
  ),
})

/**
 * Every kind of action that can be owed to a partner, with its input as the connector gets it. In the ledger a person's
 * data stand as vault references; they are put in for the time of the call only. `answer` is what the partner may tell with
 * its receipt, which vouches for it; it goes to the vault.
 */
export const kinds = {
  /**
   * The operator refuses these handsets service (EIR). Told when the line's SIM was heard in it, it looks whether it heard another SIM
   * under the same number in the same hours: that is in another phone, which it goes on letting in. It answers with such SIMs, if any.
   */
  'block-handset': {
    input: onStolen.input.extend({ heard: Heard.optional() }),
    sample: onStolen.sample,
    answer: simsNamed,
  },
  'unblock-handset': onHandset,
  /** The operator says when one of these handsets asks for service again: owed as a standing order. */
  'watch-handset': onHandset,
  'unwatch-handset': onHandset,
  /** Are these the name and birth date or postcode of the line's holder? Also tells the handset that it was last used in. */
  'match-identity': {
    input: z.object({
      line,
      claim: z.object({ name: z.string(), born: z.iso.date().optional(), postcode: z.string().optional() }),
    }),
    sample: { line: lineSample, claim: { name: 'A Name', postcode: 'N1 9GU' } },
    answer: handsetFound,
  },
  /** In which handset was this line last used? */
  'find-handset': { ...onProvedLine, answer: handsetFound },
  /**
   * The operator names the SIM of this line by marks, one for each handset, that only it can make: that SIM may use the
   * handset although it is blocked (docs/adr/0019).
   */
  'pair-handset': {
    input: z.object({ line, imeiKeys }),
    sample: { line: lineSample, imeiKeys: imeiKeysSample },
    answer: simsNamed,
  },
  /** The operator makes no remote SIM swap and no port-out; in person with identity always passes. */
  'hold-line-changes': onLine,
  'release-line-changes': onLine,
  /** The operator bars the SIM, except 999 and 112. */
  'suspend-line': onProvedLine,
  'restore-line': onLine,
  /**
   * The operator tells its customer that somebody had this line stopped, and where to say "that was not me": by its own post, mail or
   * app, and to whoever calls it. Never by a text, a call or a push to the line: a thief may have that phone.
   */
  'tell-customer': onLine,
  /** The maker locks the screen; the owner's own PIN opens it again. */
  'lock-screen': onLineOrHandset,
  'unlock-screen': onLineOrHandset,
  /** The maker refuses activation and says when it is tried. It tells when the last backup was made: seen before a wipe (B67). */
  'list-stolen': { ...onStolen, answer: z.object({ lastBackup: z.iso.datetime().nullable() }) },
  'unlist-stolen': onHandset,
  /** The maker erases the handset. Once it has, nothing brings it back; until then `stop-wipe` takes the order back. */
  'wipe-handset': onHandset,
  'stop-wipe': onHandset,
  /** The maker takes no change to the cloud account from the handset and pays nothing with its wallet. It signs nothing out: its lock stays. */
  'distrust-handset': onLineOrHandset,
  'trust-handset': onLineOrHandset,
  /** The maker locates the handset with the owner's consent given before the theft. */
  'start-locating': {
    ...onLineOrHandset,
    answer: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90), at: z.iso.datetime() }),
  },
  'stop-locating': onLineOrHandset,
  /** The bank trusts the handset no more: no new payee, no fall-back from face or finger to the PIN (B75). */
  'step-up-account': onAccount,
  'end-step-up': onLine,
  'freeze-account': onAccount,
  'unfreeze-account': onLine,
  /** The mail provider signs the mailboxes of this number out everywhere: the password opens them again. */
  'end-mail-sessions': onLine,
  /** The exchange lets nothing leave the accounts of this number. */
  'hold-withdrawals': onLine,
  'release-withdrawals': onLine,
  /** The issuer takes the digital identity of this number as not shown, until it is restored. */
  'suspend-digital-identity': onLine,
  'restore-digital-identity': onLine,
  /** A false site is looked at and taken down. Of a link that a victim was sent, the host alone (B31). */
  'report-link': { input: z.object({ link: z.string().max(300) }), sample: { link: 'icloud.com.find-id.example' } },
  /** The force records the crime; its reference comes with the receipt, or later by its own call. */
  'record-crime': {
    input: z.object({ case: z.uuid() }),
    sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' },
    answer: z.object({ reference: z.string().max(60) }),
  },
  /** A message to a person by a gateway. In the ledger the whole of it is one vault reference. */
  'send-text': {
    input: z.object({ message: z.object({ to: line, text: z.string().max(160) }) }),
    sample: { message: { to: lineSample, text: 'Word: harbour. Your phone is stopped at 4 networks.' } },
  },
  'send-email': {
    input: z.object({
      message: z.object({ to: z.email(), subject: z.string().max(200), text: z.string().max(10_000) }),
    }),
    sample: { message: { to: 'a@example.org', subject: 'Ringback', text: 'Word: harbour.' } },
  },
  /** On paper: for who can be reached by nothing else. The connector makes the page of it (`platform/letter`). */
  'send-letter': {
    input: z.object({
      message: z.object({ to: z.array(z.string().min(1).max(45)).min(3).max(7), text: z.string().max(3000) }),
    }),
    sample: { message: { to: ['A Name', '1 Some Street', 'N1 9GU'], text: 'Your word: harbour.' } },
  },
  'send-push': {
    input: z.object({
      message: z.object({
        subscription: z.object({ endpoint: z.url(), keys: z.object({ p256dh: z.string(), auth: z.string() }) }),
        title: z.string().max(100),
        text: z.string().max(1000),
      }),
    }),
    sample: {
      message: {
        subscription: {
          endpoint: 'http://127.0.0.1/push/1',
          keys: {
            p256dh: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
            auth: 'tBHItJI5svbpez7KI4CCXg',
          },
        },
        title: 'Ringback',
        text: 'Phone snatched near you.',
      },
    },
  },
} as const

export type Kind = keyof typeof kinds
export type InputOf<K extends Kind> = z.output<(typeof kinds)[K]['input']>

/** What a partner may tell with its receipt for this kind, if anything. */
export const answerOf = (kind: string): z.ZodType | undefined => {
  if (!isKind(kind)) return undefined
  const known = kinds[kind]
  return 'answer' in known ? known.answer : undefined
}

/** What sort of personal data that is, for the vault. */
export const answerClassOf = (kind: string): 'place' | 'document' => (kind === 'start-locating' ? 'place' : 'document')

export const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name)
