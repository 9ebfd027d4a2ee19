import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { FeedKey } from '#http'
import { readHead } from '#ledger/seal/prove'
import { parseHolds } from '#lib/feed/holds'
import { noChanges } from '#lib/feed/running-hash'
import { statementText } from '#lib/feed/statement'
import { queryable } from '#platform/database'
import { listedLines, openMoment, standing } from './listed.ts'
import type { Blocklist } from './views/blocklist.ts'

type To = { readonly operator: string; readonly feedKey: FeedKey; readonly now: () => Date }

/**
 * The whole list as of one number, a page at a time: first a line that says which, then a line for each key in ascending order,
 * last the signed note over all of that.
 */
export async function* snapshot(db: Kysely<Blocklist>, { operator, feedKey, now }: To): AsyncGenerator<string> {
  const { moment, close } = await openMoment(db)
  try {
    const { no, hash = noChanges, count } = await standing(moment)
    const head = await readHead(queryable(moment))
    const body = createHash('sha256')
    const hashed = (text: string) => {
      body.update(text)
      return text
    }
    yield hashed(`${JSON.stringify({ no, hash: hash.toString('hex'), count })}\n`)
    for await (const lines of listedLines(moment)) yield hashed(lines.replaceAll(/^(\d{14}) (.*)$/gm, inJson))
    const note = feedKey.sign(
      statementText({
        kind: 'snapshot',
        ...{ origin: feedKey.name, operator, last: no, count },
        ...{ body: body.digest('base64'), hash: hash.toString('base64'), at: now().toISOString() },
      }),
    )
    yield `${JSON.stringify({ note, head: head?.note })}\n`
  } finally {
    await close()
  }
}

const inJson = (_: string, key: string, holds: string) =>
  holds === 'blocked'
    ? `{"key":"${key}","holds":[{"status":"blocked"}]}` // nearly all of them
    : JSON.stringify({ key, holds: parseHolds(holds) })
