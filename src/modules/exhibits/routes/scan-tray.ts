import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { mostLines } from '../tray/read-lines.ts'
import { countsOf, type ScanTables, scanTray } from '../tray/scan-tray.ts'
import { sayWhy } from '../tray/tables.ts'
import { TrayId } from '../vocabulary.ts'

const line = z.string().max(200)
const count = z.int().nonnegative()

/** A property store's own system sends a tray: each line one handset, its one or two IMEIs and its exhibit reference. */
export default defineRoute<ScanTables>()({
  method: 'POST',
  url: '/api/trays',
  summary: 'Scan a tray of up to 1,000 handsets; each line is matched, ambiguous, unknown or unreadable',
  who: { act: 'change', record: 'exhibit' },
  status: 201,
  body: z.strictObject({ lines: z.array(line).min(1).max(mostLines) }),
  reply: z.object({
    tray: TrayId,
    counts: z.object({ matched: count, ambiguous: count, unknown: count, unreadable: count }),
    rows: z.array(
      z.object({
        line: count,
        label: z.string().nullable(),
        imeis: z.array(z.string()),
        state: z.enum(['matched', 'ambiguous', 'unknown', 'unreadable']),
        why: z.string().nullable().describe('what a person must look at, in words'),
        case: z.string().nullable(),
        handset: z.string().nullable().describe('registered, and not reported stolen'),
        exhibit: z.string().nullable().describe('in custody already under this reference'),
        networks: z
          .string()
          .nullable()
          .describe('another register’s list or a rule by which networks refuse or watch it'),
      }),
    ),
  }),

  async handle({ lines }, { db, audit, execute, tenant, newId }) {
    const tray = TrayId.parse(newId())
    await audit('change', `tray/${tray}`)
    const scanned = await scanTray(
      { db, tenant, execute },
      tray,
      lines.map((one) => one.replaceAll(/[\r\n]/g, ' ')).join('\n'),
    )
    if (!('rows' in scanned)) return problem('invalid-input', { detail: scanned.says })
    return {
      tray,
      counts: countsOf(scanned.rows),
      rows: scanned.rows.map((row) => ({
        ...{ line: row.line, label: row.label, imeis: row.imeis, state: row.state },
        ...{ why: sayWhy(row) || null, case: row.case_id, handset: row.handset, exhibit: row.exhibit },
        networks: row.networks,
      })),
    }
  },
})
