import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, seeOther } from '#http'
import { readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { type Imei, ImeisToStop } from '#lib/imei/imei'
import { judgePaper, type ProofQueueTables, paperReasons, papersOf, proofOf } from '#modules/reports/public'
import { shownToStaff } from '#modules/victims/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { meansWords, paperReasonWords, paperWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'
import { emptyOr } from '../form.ts'

type Tables = ProofQueueTables

const says: Readonly<Record<string, string>> = {
  'paper-judged': 'Somebody has decided so already',
  'case-ended': 'This case has ended',
}

/** One paper beside the phone that was reported: a person says with a reason whether it counts, and can change it. */
export default definePage<Tables>()({
  url: '/staff/proofs/:proof',
  title: 'Look at a paper',
  template: 'staff/proof.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ proof: z.uuid() }),

  async load({ proof }, { audit, db, purpose, reach, tenant, vault }) {
    const row = await proofOf(db as unknown as Kysely<ProofQueueTables>, reach === 'all' ? undefined : tenant, proof)
    if (!row) return problem('not-found')
    await audit('look', `case/${row.case_id}`, row.force ?? row.tenant)
    const document = row.document as VaultRef
    // A bill has an address on it: of a person who may be watched, a trained person alone sees that.
    const events = await readStream(queryable(db), `case/${row.case_id}`)
    const isShown = shownToStaff(events).shows(papersOf.run(events).get(proof)?.access)
    const hidden = !isShown && purpose !== 'safeguard-person'
    const kept = hidden ? undefined : (await vault.reveal('look-at-paper', [document])).get(document)
    return {
      ...{ row, hidden },
      name: paperWords[row.paper] ?? row.paper,
      shownBy: meansWords[row.means] ?? row.means,
      because: row.reason ? paperReasonWords[row.reason] : '',
      picture: kept && 'value' in kept ? kept.value : false,
      reasons: paperReasons.map((value) => ({ value, text: paperReasonWords[value] })),
    }
  },

  form: z.object({
    counts: z.enum(['yes', 'no'], 'Choose whether it counts'),
    reason: z.enum(paperReasons, 'Choose why'),
    imeis: emptyOr(ImeisToStop),
  }),

  async act({ proof, counts, reason, imeis }, { audit, db, execute, now, reach, tenant }) {
    const row = await proofOf(db as unknown as Kysely<ProofQueueTables>, reach === 'all' ? undefined : tenant, proof)
    if (!row) return problem('not-found')
    await audit('change', `case/${row.case_id}`, row.force ?? row.tenant)
    const theft = CaseId.parse(row.case_id)
    const judged = { case: theft, proof, counts: counts === 'yes', reason, imeis: (imeis ?? []) as Imei[] }
    const outcome = await judgePaper({ db: db as never, execute, now }, judged)
    if (outcome.ok) return seeOther('/staff/proofs')
    return { errors: [{ field: 'counts', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
