import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type Entry, type Ledger, type Statement, statement, violated } from '#ledger'
import { type Answer, isAnswer, type Later, type Settlement } from './settle.ts'

const answerSql = `
with answer as (
  select * from json_to_recordset($1::json) as a(id uuid, state text, fact integer, error text)
), done as (
  update action a set state = answer.state, facts = answer.fact, last_error = answer.error, claimed_by = null, held = false,
    answered_at = clock_timestamp()
  from answer where a.id = answer.id and a.facts = answer.fact - 1
  returning a.partner, a.target
)
update action f set due = now(), held = false from done
where f.partner = done.partner and f.target = done.target and f.state = 'owed' and f.held`

const receiptSql = `
insert into receipt (action, partner, jws, kid, outcome, at)
select action, partner, jws, kid, outcome, to_timestamp(at / 1000.0)
from json_to_recordset($1::json) as r(action uuid, partner text, jws text, kid text, outcome text, at float8)
on conflict do nothing`

const laterSql = `
with answer as (
  select * from json_to_recordset($1::json) as a(id uuid, wait float8, error text, strike integer, taken boolean)
), done as (
  update action a set claimed_by = null, last_error = answer.error, strikes = a.strikes + answer.strike,
    signalled = false, taken = a.taken or answer.taken,
    due = case
      when answer.wait is not null then now() + answer.wait * interval '1 ms'
      when a.signalled then now()
      else coalesce(a.until, 'infinity')
    end
  from answer where a.id = answer.id and a.state = 'owed' and a.claimed_by = $2
  returning a.id
)
update action u set due = now(), held = false from done where u.cancels = done.id and u.state = 'owed' and u.held`

/** The statement that keeps receipts, verbatim and once each. */
export const keepReceipts = (answers: readonly Answer[]): Statement[] => {
  const receipts = answers.flatMap(({ receipt }) => (receipt?.jws ? [receipt] : []))
  return receipts.length > 0 ? [statement(receiptSql, [JSON.stringify(receipts)])] : []
}

const entryOf = ({ action, event, state }: Answer): Entry => ({
  event,
  version: action.facts + 1,
  meta: {
    actor: state === 'acknowledged' || state === 'refused' ? `partner:${action.partner}` : 'system:dispatcher',
    tenant: action.tenant,
    cause: `action/${action.id}`,
  },
})

/**
 * Records how actions ended: facts, states and receipts in one transaction. The place of each fact in its action's own
 * stream is the guard: who comes second fails as a whole, and nothing is recorded twice.
 */
export async function recordAnswers(ledger: Pick<Ledger, 'append'>, answers: readonly Answer[]): Promise<void> {
  const rows = answers.map(({ action, state, error }) => ({ id: action.id, state, fact: action.facts + 1, error }))
  const batch = { actor: 'system:dispatcher', tenant: answers[0]?.action.tenant ?? '', cause: 'outcomes' }
  const also = [statement(answerSql, [JSON.stringify(rows)]), ...keepReceipts(answers)]
  await ledger.append(answers.map(entryOf), batch, also)
}

/** True when the answer lost to another one for the same action: nothing of it was recorded. */
export const wasAnswered = (error: unknown) => violated(error) === 'event_stream_version_key'

async function recordLater(db: Pick<pg.Pool, 'query'>, laters: readonly Later[], by: string): Promise<void> {
  const rows = laters.map(({ action, waitMs, error, strike, taken = false }) => ({
    id: action.id,
    wait: waitMs === 'signal' ? null : waitMs,
    error,
    strike,
    taken,
  }))
  await db.query({ ...statement(laterSql), values: [JSON.stringify(rows), by] })
}

type Options = {
  readonly db: Pick<pg.Pool, 'query'>
  readonly ledger: Pick<Ledger, 'append'>
  readonly by: string
  readonly recorded: (batch: readonly Settlement[]) => void
  /** One that cannot be recorded: its claim will end and it is sent again under the same key. */
  readonly failed: (error: unknown, settlement: Settlement) => void
}

const mostInBatch = 200
const mostTries = 50
const betweenTriesMs = 200

const asError = (error: unknown) => (error instanceof Error ? error : new Error('not recorded', { cause: error }))

// Classes 08, 53 and 57 of PostgreSQL's codes: connection, resources, shutdown. No code of five: the network's or pg's own.
const databaseIsAway = (error: Error & { code?: unknown }) =>
  typeof error.code !== 'string' || !/^[0-9A-Z]{5}$/.test(error.code) || /^(08|53|57)/.test(error.code)

/**
 * Takes outcomes from all lanes and records them in batches: whatever came in while the last batch was written goes
 * together in the next, so that a partner's answers share the cost of a commit.
 */
export function openRecorder({ db, ledger, by, recorded, failed }: Options) {
  let waiting: Settlement[] = []
  let running: Promise<void> | undefined

  const write = async (batch: readonly Settlement[]) => {
    const answers = batch.filter(isAnswer)
    const laters = batch.filter((one): one is Later => !isAnswer(one))
    if (laters.length > 0) await recordLater(db, laters, by)
    if (answers.length > 0) await recordAnswers(ledger, answers)
  }

  const writeAlone = async (one: Settlement) => {
    try {
      await write([one])
    } catch (error) {
      if (!isAnswer(one) || !wasAnswered(error)) failed(error, one)
      else for (const { text, values } of keepReceipts([one])) await db.query(text, [...values])
    }
  }

  const drain = async () => {
    for (let tries = 1; waiting.length > 0; ) {
      const batch = waiting.slice(0, mostInBatch)
      const error = await write(batch).then(() => undefined, asError)
      if (error && databaseIsAway(error) && tries++ < mostTries) {
        await pause(betweenTriesMs) // it may only be starting again: what partners said is not to be asked twice
        continue
      }
      // One bad answer must not take the others with it.
      if (error) for (const one of batch) await writeAlone(one).catch((again) => failed(again, one))
      tries = 1
      waiting = waiting.slice(batch.length)
      recorded(batch)
    }
    running = undefined
  }

  return {
    add: (settlement: Settlement) => {
      waiting.push(settlement)
      running ??= drain()
    },
    settled: async () => {
      while (running) await running
    },
  }
}
