import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { freshBytes } from '#lib/fresh-bytes'
import { kept } from '#lib/kept'
import { type Cookie, cookie } from './sign-in/cookie.ts'

/**
 * What a browser that nobody signed in at may see again: its own case. Held in a sealed cookie, so that plain reload works
 * on a borrowed phone; `access` is the vault reference of the case's code, for the receipt that shows it.
 */
export const Pass = z.object({
  case: z.uuid(),
  /** `reporter` has just reported here; `holder` has shown the code and the word. */
  as: z.enum(['reporter', 'holder']),
  access: z.string().optional(),
  /** Where the vault keeps who this reporter says they are: its outcome decides what they may see. */
  claim: z.string().optional(),
  /** A digest of who they said they are, so that the same form sent again is known. It is sealed with the rest. */
  said: z.string().optional(),
  /** The theft was reported before by somebody else: a bare number opens nothing of that. */
  joined: z.boolean().optional(),
  /** What that report would be called as a case of its own. */
  report: z.uuid().optional(),
  /** More than a number was shown by this browser, such as a card: when that lapses. */
  shown: z.iso.datetime().optional(),
  /** All passes of one visit, in the cookie and in forms: whoever leaves ends them together. */
  visit: z.string().optional(),
})
export type Pass = z.output<typeof Pass>

const Sealed = Pass.extend({ until: z.number() })
const SealedNote = z.object({ kind: z.string(), note: z.unknown(), until: z.number() })
const lastsMs = 30 * 60_000
const noteLastsMs = 10 * 60_000

/** Makes and reads passes. `key`: 32 bytes in base64url. A pass that was changed, or is old, is none. */
export type Passes = {
  readonly cookie: Cookie
  readonly seal: (pass: Pass) => string
  readonly open: (text: string | undefined) => Pass | undefined
  /** The same for what another talk has come to, such as a telephone call, for ten minutes unless said. `kind` keeps them apart. */
  readonly sealNote: (kind: string, note: unknown, lastsMs?: number) => string
  readonly openNote: (kind: string, text: string) => unknown
  /** An address as every server of this installation hashes it today, so that tries are counted together. */
  readonly from: (ip: string) => string
}

export function openPasses(key: string, publicUrl: URL, now: () => Date): Passes {
  const bytes = Buffer.from(key, 'base64url')
  if (bytes.length !== 32) throw new Error('RINGBACK_PASS_KEY is not 32 bytes in base64url.')
  const secret = createSecretKey(bytes)
  const seal = (pass: Pass) => sealed(secret, { ...pass, until: now().getTime() + lastsMs }, passLength)
  const open = (text: string | undefined) => {
    const opened = text === undefined ? undefined : Sealed.safeParse(unsealed(secret, text)).data
    if (!opened || opened.until <= now().getTime()) return undefined
    const { until: _, ...pass } = opened
    return pass
  }
  const sealNote = (kind: string, note: unknown, forMs = noteLastsMs) =>
    sealed(secret, { kind, note, until: now().getTime() + forMs })
  const openNote = (kind: string, text: string) => {
    const opened = SealedNote.safeParse(unsealed(secret, text)).data
    return opened?.kind === kind && opened.until > now().getTime() ? opened.note : undefined
  }
  const fromSecret = createSecretKey(Buffer.from(hkdfSync('sha256', bytes, '', 'from', 32)))
  const from = (ip: string) =>
    createHmac('sha256', fromSecret)
      .update(`${now().toISOString().slice(0, 10)} ${ip}`)
      .digest('base64url')
  return {
    from,
    cookie: cookie('ringback-case', { secure: publicUrl.protocol === 'https:' }),
    seal,
    open,
    sealNote,
    openNote,
  }
}

/** All passes are equally long: from how long a cookie is nobody learns whether a number had been reported before. */
const passLength = 288

function sealed(key: KeyObject, value: unknown, length = 0): string {
  const nonce = freshBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = JSON.stringify(value).padEnd(length)
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function unsealed(key: KeyObject, text: string): unknown {
  try {
    const box = Buffer.from(text, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12))
    decipher.setAuthTag(box.subarray(-16))
    const plain = Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()])
    return JSON.parse(plain.toString())
  } catch {
    return undefined // another key, cut short, or made up
  }
}

/** The pass of one request, as a handler sees it. What is given or dropped goes out with the answer. */
export type PassInRoute = {
  readonly held: Pass | undefined
  /** Which visit this is: a random id, and no key to anything. */
  readonly visit: string
  readonly give: (pass: Pass) => void
  /** Half an hour more, for whoever does something with what they hold. */
  readonly renew: () => void
  /**
   * Ends this visit, and tells the browser to forget whatever it kept of us. Its history keeps the forms that were sent: from now on
   * they open nothing. `visit`: which one, where there is no cookie.
   */
  readonly drop: (visit?: string) => Promise<void>
  readonly seal: Passes['seal']
  readonly hasEnded: (visit: string) => Promise<boolean>
  /** What a form brings back, unless its visit has ended. */
  readonly open: (text: string) => Promise<Pass | undefined>
  readonly sealNote: Passes['sealNote']
  readonly openNote: Passes['openNote']
}

type VisitTables = { visit_left: { visit: string; until: string } }
type Lent = { readonly db: Kysely<unknown>; readonly now: () => Date }

/** Headers that follow from what a handler did with its pass. */
export function passInRoute(
  passes: Passes | undefined,
  cookieHeader: string | undefined,
  header: SetHeader,
  { db, now }: Lent,
): PassInRoute {
  const opened = () => {
    if (!passes) throw new Error('This server was built without passes: give buildApp some.')
    return passes
  }
  const visits = db as Kysely<VisitTables>
  const held = passes?.open(passes.cookie.read(cookieHeader))
  let here = held?.visit ?? newVisit()
  let given = false
  const seal = (pass: Pass) => opened().seal({ ...pass, visit: pass.visit ?? here })
  const give = (pass: Pass) => {
    given = true
    header('set-cookie', opened().cookie.set(seal(pass)))
  }
  return {
    held,
    seal,
    get visit() {
      return here
    },
    give,
    renew() {
      if (held && !given) give(held)
    },
    hasEnded: (visit) => hasEnded(visits, visit),
    async drop(visit) {
      header('set-cookie', opened().cookie.clear())
      header('clear-site-data', '"cache", "cookies", "storage"')
      here = newVisit()
      await endVisits(visits, [held?.visit, visit].filter(isVisit), now())
    },
    async open(text) {
      const pass = opened().open(text)
      // A browser that ended its visit has no cookie of it any more.
      if (pass?.visit === undefined || pass.visit === held?.visit) return pass
      return (await hasEnded(visits, pass.visit)) ? undefined : pass
    },
    sealNote: (kind, note, forMs) => opened().sealNote(kind, note, forMs),
    openNote: (kind, text) => opened().openNote(kind, text),
  }
}

const newVisit = () => freshBytes(9).toString('base64url')
const isVisit = (said: string | undefined): said is string => said !== undefined && /^[\w-]{12}$/.test(said)

async function endVisits(db: Kysely<VisitTables>, visits: readonly string[], now: Date): Promise<void> {
  if (visits.length === 0) return
  const until = new Date(now.getTime() + kept.visitLeft.ms).toISOString()
  const ended = visits.map((visit) => ({ visit, until }))
  await db
    .insertInto('visit_left')
    .values(ended)
    .onConflict((c) => c.doNothing())
    .execute()
  await db.deleteFrom('visit_left').where('until', '<', now.toISOString()).execute()
}

const hasEnded = async (db: Kysely<VisitTables>, visit: string): Promise<boolean> =>
  (await db.selectFrom('visit_left').select('visit').where('visit', '=', visit).executeTakeFirst()) !== undefined

export type SetHeader = (name: string, value: string) => void
