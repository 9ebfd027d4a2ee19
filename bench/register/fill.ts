import type pg from 'pg'

const batch = 100_000

/**
 * Cases from `from` to `to`, each with a stolen handset, in every table that a report reads or writes, with one action
 * answered. By SQL and beside the log: what is measured is the cost beside them, not how they came.
 */
const statements = [
  `insert into event (stream, version, type, type_version, tenant, actor, cause, data)
   select 'case/' || id, 1, 'reports.theft-reported', 2, 'demo-met', 'system:bench', 'bench',
     jsonb_build_object('case', id, 'imeis', jsonb_build_array(key || '0'), 'means', 'police-handler') from filled`,
  `insert into imei_status (imei_key, status, case_id) select key, 'stolen', id from filled`,
  `insert into open_case (subject, case_id) select key, id from filled`,
  `insert into imei_claim (imei_key, claim) select key, 'case/' || id from filled`,
  `insert into theft_case (case_id, tenant, force, channel, method, means, level, safe_mode, imei_keys, conflicts, opened_at)
   select id, 'demo-met', 'demo-met', 'force-system', 'snatch', 'police-handler', 2, false, array[key], '{}', opened_at from filled`,
  `insert into imei_review (stream, review_by) select 'case/' || id, now() + interval '28 days' from filled`,
  `insert into case_promise (case_id, owner, opened_at, told_at, promised)
   select id, 'demo-met', opened_at, now(), now() + interval '1 day' from filled`,
  `insert into action (id, stream, version, tenant, partner, kind, target, input, state, answered_at)
   select id, 'case/' || id, 1, 'demo-met', 'demo-ee', 'block-handset', 'case/' || id || '/block-handset',
     jsonb_build_object('imeiKeys', jsonb_build_array(key)), 'acknowledged', now() from filled`,
]

export async function fillRegister(owner: pg.Client, from: number, to: number, say: (text: string) => void) {
  await owner.query(`set synchronous_commit = off`)
  for (let at = from; at < to; at += batch) {
    const end = Math.min(at + batch, to)
    await owner.query('begin')
    // Ascending, so that the indexes fill fast, and over the whole space, so that what is reported then falls between them.
    await owner.query(
      `create temporary table filled on commit drop as
       select overlay(gen_random_uuid()::text placing lpad(to_hex(n::bigint * 800), 8, '0') from 1 for 8)::uuid as id,
         '35' || lpad((n::bigint * 190000 + 77777)::text, 12, '0') as key, now() - random() * interval '300 days' as opened_at
       from generate_series($1::int, $2::int - 1) as n`,
      [at, end],
    )
    for (const statement of statements) await owner.query(statement)
    await owner.query('commit')
    say(`${end} of ${to} listed`)
  }
  say('vacuum, so that it does not run beside what is measured')
  await owner.query('vacuum analyze')
  await owner.query('checkpoint')
}
