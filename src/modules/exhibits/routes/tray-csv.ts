import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { sayWhy, type TrayTables } from '../tray/tables.ts'
import { TrayId } from '../vocabulary.ts'

/** A tray's rows as CSV (RFC 4180). No field begins with a sign that a spreadsheet would compute. */
export default defineRoute<TrayTables>()({
  method: 'GET',
  url: '/staff/tray/:tray/rows.csv',
  summary: 'The rows of a scanned tray as CSV',
  who: { act: 'look', record: 'exhibit' },
  params: z.strictObject({ tray: TrayId }),
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ tray }, { db, audit }) {
    const found = await db.selectFrom('tray').select('tenant').where('tray', '=', tray).executeTakeFirst()
    if (!found) return problem('not-found')
    await audit('look', `tray/${tray}`, found.tenant)
    const rows = await db.selectFrom('tray_row').selectAll().where('tray', '=', tray).orderBy('line').execute()
    const lines = rows.map((row) => [
      ...[row.line, row.label ?? '', row.imeis[0] ?? '', row.imeis[1] ?? '', row.state, `"${sayWhy(row)}"`],
      ...[row.case_id ?? '', row.handset ?? '', row.exhibit ?? '', `"${row.networks ?? ''}"`],
    ])
    return `${['line,reference,imei,imei_2,state,why,case,handset,exhibit,networks', ...lines].join('\r\n')}\r\n`
  },
})
