import type pg from 'pg'
import { type Ledger, statement } from '#ledger'
import type { Owed } from './dispatcher/claim.ts'
import { keepReceipts, recordAnswers, wasAnswered } from './dispatcher/record.ts'
import { receipted } from './dispatcher/settle.ts'
import { type KeepAnswer, withAnswer } from './keep-answer.ts'
import { readPartner } from './partner.ts'
import { claimedAction, type ReceiptFault, verifyReceipt } from './receipts.ts'

/** `counted` is false for a receipt that came again or too late: kept, and nothing changed by it. */
export type Taken =
  | { readonly taken: true; readonly counted: boolean; readonly action: string }
  | { readonly taken: false; readonly refused: 'unknown-action' | ReceiptFault }

type Options = {
  readonly db: Pick<pg.Pool, 'query'>
  readonly ledger: Pick<Ledger, 'append'>
  readonly now: () => Date
  readonly keepAnswer: KeepAnswer
}

const selectAction = `
select id, partner, kind, target, tenant, stream, input, cancels, standing, attempts, strikes, facts, state,
  extract(epoch from until)::float8 * 1000 as until, extract(epoch from trying_since)::float8 * 1000 as "tryingSince"
from action where id = $1 and partner = $2`

/**
 * Takes a receipt that a partner sent by itself. `caller` is the partner that signed in: nobody else's action is even
 * found. Safe to call any number of times, and while a call about the same action is under way.
 */
export async function takeReceipt(options: Options, jws: string, caller: string, told?: unknown): Promise<Taken> {
  for (;;) {
    const taken = await takeOnce(options, jws, caller, told)
    if (taken !== 'again') return taken
  }
}

async function takeOnce(options: Options, jws: string, caller: string, told: unknown): Promise<Taken | 'again'> {
  const { db, ledger, now } = options
  const claimed = claimedAction(jws)
  if (!claimed) return { taken: false, refused: 'malformed' }
  const found = await db.query<Owed & { state: string }>(selectAction, [claimed, caller])
  const partner = await readPartner(db, caller)
  const [action] = found.rows
  if (!action || !partner) return { taken: false, refused: 'unknown-action' }
  const expected = { action: action.id, partner: action.partner, kind: action.kind }
  const verdict = await verifyReceipt(jws, expected, partner.keys, now(), told)
  if (!verdict.ok) return { taken: false, refused: verdict.fault }

  // A dead action was given up on by us, not by the partner: its word still counts when it comes.
  if (action.state !== 'owed' && action.state !== 'dead') {
    for (const keep of keepReceipts([receipted(action, verdict.receipt)]))
      await db.query({ ...keep, values: [...keep.values] })
    return { taken: true, counted: false, action: action.id }
  }
  try {
    await recordAnswers(ledger, [
      receipted(action, await withAnswer(action, verdict.receipt, told, options.keepAnswer)),
    ])
  } catch (error) {
    if (wasAnswered(error)) return 'again'
    throw error
  }
  return { taken: true, counted: true, action: action.id }
}

/** The receipts of one action, as they came, the first that counted first. */
export async function receiptsOf(db: Pick<pg.Pool, 'query'>, action: string): Promise<string[]> {
  const { text, values } = statement('select jws from receipt where action = $1 order by received_at', [action])
  return (await db.query<{ jws: string }>(text, [...values])).rows.map(({ jws }) => jws)
}
