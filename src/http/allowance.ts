import { type Kysely, sql } from 'kysely'

/** How many handsets an organisation may ask about, however they are packed into calls. */
export type Allowance = { readonly perMinute: number; readonly perDay: number }

/** Enough for a large shop, and far too little to walk the million numbers of one model. */
export const usualAllowance: Allowance = { perMinute: 5000, perDay: 50_000 }

/** What one organisation has asked so far: in the minute that began at its first question, and on the day (by UTC). */
export type Used = {
  readonly minute: { readonly from: number; readonly asked: number }
  readonly day: { readonly date: string; readonly asked: number }
}

/** The tighter of the two, as the RateLimit fields tell it; `enough` is false when nothing was taken. */
export type Verdict = {
  readonly enough: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

const minuteMs = 60_000
const dayMs = 86_400_000
const dateOf = (now: number) => new Date(now).toISOString().slice(0, 10)

/** Takes as many handsets as are asked about, or none. Pure. */
export function take(
  allowance: Allowance,
  used: Used,
  handsets: number,
  now: number,
): { used: Used; verdict: Verdict } {
  const minute = used.minute.from + minuteMs > now ? used.minute : { from: now, asked: 0 }
  const day = used.day.date === dateOf(now) ? used.day : { date: dateOf(now), asked: 0 }
  const enough = minute.asked + handsets <= allowance.perMinute && day.asked + handsets <= allowance.perDay
  const taken = enough ? handsets : 0
  const after = { minute: { ...minute, asked: minute.asked + taken }, day: { ...day, asked: day.asked + taken } }
  const left = (limit: number, asked: number, endMs: number) => ({
    ...{ enough, limit, remaining: Math.max(0, limit - asked) },
    resetSeconds: Math.max(1, Math.ceil((endMs - now) / 1000)),
  })
  const ofMinute = left(allowance.perMinute, after.minute.asked, minute.from + minuteMs)
  const ofDay = left(allowance.perDay, after.day.asked, Date.parse(day.date) + dayMs)
  const dayIsTight = enough ? ofDay.remaining < ofMinute.remaining : ofDay.remaining < handsets
  return { used: after, verdict: dayIsTight ? ofDay : ofMinute }
}

export type Allowances = { readonly take: (organisation: string, handsets: number) => Promise<Verdict> }

/** `unsaid`: taken since it was last written down. */
type Account = { allowance: Allowance; used: Used; unsaid: number; saidAt: number; opening?: Promise<void> }

const sayEveryMs = 1000

/**
 * Counts in memory, and writes down once a second what was taken, which also tells what other processes took and what the
 * allowance is now. So the minute is counted a process and the day for all of them, late by a second at most.
 */
export function openAllowances(db: Kysely<unknown>, clock: () => Date): Allowances {
  const accounts = new Map<string, Account>()

  const say = async (organisation: string, account: Account) => {
    const { unsaid } = account
    const date = dateOf(clock().getTime())
    account.unsaid = 0
    account.saidAt = clock().getTime()
    try {
      const said = await writeDown(db, organisation, date, unsaid)
      account.allowance = said.allowance
      account.used = { ...account.used, day: { date, asked: said.asked + account.unsaid } }
    } catch (fault) {
      account.unsaid += unsaid
      throw fault
    }
  }

  const opened = async (organisation: string): Promise<Account> => {
    const known = accounts.get(organisation)
    if (known) {
      await known.opening
      return known
    }
    const none = { minute: { from: 0, asked: 0 }, day: { date: '', asked: 0 } }
    const account: Account = { allowance: usualAllowance, used: none, unsaid: 0, saidAt: 0 }
    accounts.set(organisation, account)
    account.opening = say(organisation, account)
    account.opening.catch(() => accounts.delete(organisation))
    await account.opening
    return account
  }

  return {
    async take(organisation, handsets) {
      const account = await opened(organisation)
      const now = clock().getTime()
      const { used, verdict } = take(account.allowance, account.used, handsets, now)
      account.used = used
      if (verdict.enough) account.unsaid += handsets
      // Not waited for: whoever asks next learns of it. A fault is told by the check itself, which needs the database too.
      if (now - account.saidAt >= sayEveryMs) void say(organisation, account).catch(() => undefined)
      return verdict
    },
  }
}

async function writeDown(db: Kysely<unknown>, organisation: string, date: string, handsets: number) {
  const { rows } = await sql<{ asked: string; per_minute: number | null; per_day: number | null }>`
    with told as (
      insert into handset_asked (organisation, day, handsets) values (${organisation}, ${date}, ${handsets})
      on conflict (organisation, day) do update set handsets = handset_asked.handsets + excluded.handsets
      returning handsets
    )
    select told.handsets as asked, a.per_minute, a.per_day
    from told left join handset_allowance a on a.organisation = ${organisation}`.execute(db)
  const [row] = rows
  const own = row?.per_minute && row.per_day ? { perMinute: row.per_minute, perDay: row.per_day } : usualAllowance
  return { asked: Number(row?.asked ?? 0), allowance: own }
}

/** Gives an organisation an allowance of its own. For whoever owns the tables. */
export async function setAllowance(db: Kysely<unknown>, organisation: string, { perMinute, perDay }: Allowance) {
  await sql`
    insert into handset_allowance values (${organisation}, ${perMinute}, ${perDay})
    on conflict (organisation) do update set per_minute = excluded.per_minute, per_day = excluded.per_day`.execute(db)
}
