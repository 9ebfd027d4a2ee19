import type pg from 'pg'
import { statement } from '#ledger'

/**
 * What is to become of an action that was looked at: `send` it; it `lapsed` (its end has passed); it is `withdrawn` (its
 * undo came before it was done); it is `moot` (an undo of something the partner never heard of); or it is `held` by an
 * earlier action on the same target. All but `held` are claimed for the caller.
 */
export type Fate = 'send' | 'lapsed' | 'withdrawn' | 'moot' | 'held'

/** An action as the dispatcher carries it. Times in milliseconds since 1970. */
export type Owed = {
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly target: string
  readonly tenant: string
  readonly stream: string
  readonly input: Readonly<Record<string, unknown>>
  readonly cancels: string | null
  readonly standing: boolean
  readonly attempts: number
  readonly strikes: number
  readonly facts: number
  readonly until: number | null
  readonly tryingSince: number | null
}

export type Seen = Owed & { readonly fate: Fate }

/** How many calls a partner's lane may still begin, and how long one may take before another dispatcher takes it over. */
export type Room = { readonly partner: string; readonly free: number; readonly leaseMs: number }

/** In this order a lane is served (`action_step`): stops of level 1, 2, 3, what a bare claim may do, records, messages. */
export const steps = [1, 2, 3, 4, 5, 6] as const

/** The most that one look takes from a lane. */
export const mostInLook = 16

type Queryable = Pick<pg.Pool, 'query'>

const columns = `a.id, a.partner, a.kind, a.target, a.tenant, a.stream, a.input, a.cancels, a.standing, a.attempts,
  a.strikes, a.facts, extract(epoch from a.until)::float8 * 1000 as until,
  extract(epoch from a.trying_since)::float8 * 1000 as "tryingSince"`

/** How soon an action is looked at again that waits for one which is being carried right now. */
export const soonMs = 200

// An answer wakes what waited for it. One that is recorded in the very moment of this look is not seen by it, nor does it
// see who is held here: so behind an action under way nobody is put off for long.
const lookAgain = `case when b.claimed_by is not null then now() + interval '${soonMs} ms'
  else least(greatest(b.due, now() + interval '1 s'), now() + interval '5 min') end`

// Each lane takes at most its own room from its own part of the index, so no partner can stand before another. When more is
// due than there is room for, what is proved goes first and messages last (action_step in the database): each step is a look of
// its own at the index, because what waits for later must cost nothing, and a flood of bare claims never stands before what
// somebody has proved. Only the
// first open action on a target goes. `due` is moved on for all that was seen: to the claim's end for what is carried, to
// when its predecessor is looked at for what is held, so nothing is looked at twice for nothing. The planner cannot know
// how few rows come: the fixed limit, single-row subqueries (no exists) and the array in the last line keep it on the
// indexes, and its guess of the cost below the mark where PostgreSQL would compile the query first.
const claimSql = `
with seen as (
  select a.id, lane.lease, earlier.due as held_until,
    case
      when a.until <= now() then 'lapsed'
      when (a.standing or a.taken or a.attempts = 0) and (
        select true from action u
        where u.cancels = a.id and u.state = 'owed' and u.partner = a.partner and u.position > a.position limit 1
      ) then 'withdrawn'
      when earlier.due is not null then 'held'
      when (
        select true from action b
        where b.id = a.cancels and b.partner = a.partner and b.attempts = 0 and b.state in ('cancelled', 'lapsed') limit 1
      ) then 'moot'
      else 'send'
    end as fate
  from unnest($1::text[], $2::integer[], $3::integer[]) as lane(partner, free, lease)
  cross join lateral (
    select free.* from (values ${steps.map((step) => `(${step})`).join(', ')}) as step(no)
    cross join lateral (
      select * from action where partner = lane.partner and state = 'owed' and action.step = step.no and due <= now()
      order by due limit lane.free for update skip locked
    ) free
    order by step.no, free.due limit least(lane.free, ${mostInLook})
  ) a
  cross join lateral (
    select coalesce(
      (select ${lookAgain} from action b where b.partner = a.partner and b.target = a.target and b.state = 'owed'
         and b.position < a.position order by b.position limit 1),
      (select ${lookAgain} from action b where b.id = a.cancels and b.partner = a.partner and b.state = 'owed'
         and b.position < a.position)
    ) as due
  ) earlier
)
update action a set
  held = seen.fate = 'held',
  claimed_by = case when seen.fate <> 'held' then $4 end,
  signalled = false,
  attempts = a.attempts + (seen.fate = 'send')::integer,
  trying_since = case when seen.fate = 'send' then coalesce(a.trying_since, now()) else a.trying_since end,
  due = case
    when seen.fate <> 'held' then now() + seen.lease * interval '1 ms'
    else least(seen.held_until, a.until)
  end
from seen where a.id = any (array(select id from seen)) and a.id = seen.id
returning ${columns}, seen.fate`

// An open standing order, something taken and not done yet, or never sent does not hold back the undo that cancels it: it is
// claimed here, to end.
const withdrawSql = `
update action a set claimed_by = $2, held = false, due = now() + interval '15 s'
from action u
where u.id = any($1) and a.id = u.cancels and a.partner = u.partner and a.position < u.position and a.state = 'owed'
  and (a.claimed_by is null or a.due <= now())
  and (a.standing or a.taken or a.attempts = 0)
returning ${columns}, 'withdrawn' as fate`

/** Looks at what is due in each lane and claims what can be carried. One statement, whatever the number of partners. */
export async function claim(db: Queryable, rooms: readonly Room[], by: string): Promise<Seen[]> {
  const seen = await db.query<Seen>({ ...statement(claimSql), values: claimValues(rooms, by) })
  const undos = seen.rows.filter(({ fate, cancels }) => fate === 'held' && cancels !== null).map(({ id }) => id)
  if (undos.length === 0) return seen.rows
  const withdrawn = await db.query<Seen>({ ...statement(withdrawSql), values: [undos, by] })
  return [...seen.rows, ...withdrawn.rows]
}

const claimValues = (rooms: readonly Room[], by: string) => [
  rooms.map(({ partner }) => partner),
  rooms.map(({ free }) => free),
  rooms.map(({ leaseMs }) => leaseMs),
  by,
]

/** The statement of a claim, for tests that look at its plan. */
export const claimStatement = (rooms: readonly Room[], by: string) => ({
  text: claimSql,
  values: claimValues(rooms, by),
})
