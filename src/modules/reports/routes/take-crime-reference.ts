import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { takeCrimeReference } from '../commands/take-crime-reference.ts'
import { type CasePartyTables, originOf, partiesOfCase } from '../parties-of-case.ts'
import { reviewOf } from '../review.ts'

/** Formats differ by force and system (DOMAIN 3.2): kept as it comes, with the force, and never rejected for its form. */
const Reference = z.string().trim().min(1).max(60)

/** A force gives the reference of a crime that it recorded, of its own accord. */
export default defineRoute<CasePartyTables>()({
  method: 'POST',
  url: '/api/crime-references',
  summary: 'Give the crime reference of a case that your force handles: it is then proved as far as can be',
  who: { act: 'change', record: 'crime-record' },
  status: 200,
  body: z.strictObject({
    case: CaseId,
    reference: Reference.describe('as your system writes it'),
  }),
  reply: z.object({ case: CaseId }),

  async handle({ case: theft, reference }, { db, audit, execute, tenant, vault }) {
    const origin = await originOf(db, theft)
    if (!origin) return problem('not-found')
    await audit('change', `case/${theft}`, origin.data.force ?? origin.tenant)
    const reviewAt = new Date(reviewOf(new Date().toISOString()))
    const { ref } = await vault.put({ class: 'document', value: { reference }, reviewAt })
    const parties = await partiesOfCase(db, theft)
    const outcome = await execute(takeCrimeReference, {
      ...{ case: theft, force: tenant, reference: ref, asked: false, parties },
    })
    return outcome.ok ? { case: theft } : refusal(takeCrimeReference, outcome.refused)
  },
})
