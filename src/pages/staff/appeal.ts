import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, seeOther } from '#http'
import { readLine } from '#lib/line'
import {
  type AppealQueueTables,
  appealOf,
  appealReasons,
  decideAppeal,
  homeOfNumber,
  type NetworkTables,
} from '#modules/reports/public'
import type { PartyTables } from '#modules/response/public'
import type { VaultRef } from '#platform/vault-ref'
import { appealWords, meansWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

type Tables = AppealQueueTables & PartyTables

const says: Readonly<Record<string, string>> = {
  'no-network': 'We know no network of this number, so nobody can name its SIM. Ask for another number',
  'appeal-decided': 'Somebody has decided so already',
}

const Said = z.object({
  line: z.string(),
  since: z.string(),
  contact: z.string(),
})

/** One person whose phone is refused: what they say, and a person’s decision with its reason. It can be decided again. */
export default definePage<Tables>()({
  url: '/staff/appeals/:appeal',
  title: 'Decide about a refused phone',
  template: 'staff/appeal.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ appeal: z.uuid() }),

  async load({ appeal }, { audit, db, now, reach, tenant, vault }) {
    const row = await appealOf(db, reach === 'all' ? undefined : tenant, appeal, now())
    if (!row) return problem('not-found')
    await audit('look', `appeal/${appeal}`, row.force ?? row.tenant)
    const told = (await vault.reveal('look', [row.claim as VaultRef])).get(row.claim as VaultRef)
    return {
      row,
      shownBy: meansWords[row.means] ?? row.means,
      because: row.reason ? appealWords[row.reason] : '',
      said: told && 'value' in told ? Said.parse(told.value) : false,
      reasons: appealReasons.map((value) => ({ value, text: appealWords[value] })),
    }
  },

  form: z.object({
    granted: z.enum(['yes', 'no'], 'Choose whether this SIM may use the phone'),
    reason: z.enum(appealReasons, 'Choose why'),
  }),

  async act({ appeal, granted, reason }, { audit, db, execute, now, reach, tenant, vault }) {
    const row = await appealOf(db, reach === 'all' ? undefined : tenant, appeal, now())
    if (!row) return problem('not-found')
    await audit('change', `appeal/${appeal}`, row.force ?? row.tenant)
    const told = (await vault.reveal('change', [row.claim as VaultRef])).get(row.claim as VaultRef)
    if (!told || !('value' in told)) return problem('not-found')
    const { line } = Said.parse(told.value)
    const number = readLine(line)
    const [known] = number ? await vault.find('number', number) : []
    const home = await homeOfNumber(db as unknown as Kysely<NetworkTables & PartyTables>, number, known?.ref)
    const outcome = await execute(decideAppeal, {
      appeal,
      granted: granted === 'yes',
      reason,
      home,
    })
    if (outcome.ok) return seeOther('/staff/conflicts')
    return { errors: [{ field: 'granted', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
