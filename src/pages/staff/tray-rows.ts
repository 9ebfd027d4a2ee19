import { z } from 'zod'
import { problem } from '#http'
import { formatImei, keyOf } from '#lib/imei/imei'
import {
  countsOf,
  type MatchTables,
  powerNames,
  powers,
  type SeizedTray,
  sayWhy,
  seizeTray,
  TrayId,
  type TrayRow,
  type TrayTables,
} from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'
import type { LaneState } from '../lane-state.ts'

const words = { matched: 'Matched', ambiguous: 'Needs a person', unknown: 'Unknown', unreadable: 'Cannot be read' }
const counted = {
  matched: 'matched',
  ambiguous: 'for a person to look at',
  unknown: 'unknown',
  unreadable: 'that cannot be read',
}
const icons = { matched: 'confirmed', ambiguous: 'no-answer', unknown: 'not-asked', unreadable: 'no-answer' } as const

type Tables = MatchTables & TrayTables

/** What was found for each line of a tray, and the button that seizes what was matched. */
export default definePage<Tables>()({
  url: '/staff/tray/:tray',
  title: 'What is in the tray',
  template: 'staff/tray-rows.njk',
  who: { act: 'change', record: 'exhibit' },
  console: true,
  params: z.strictObject({ tray: TrayId }),
  form: z.object({ power: z.enum(powerNames, 'Choose why you may seize them') }),

  load: async ({ tray }, { db, audit }) => {
    const found = await db.selectFrom('tray').selectAll().where('tray', '=', tray).executeTakeFirst()
    if (!found) return problem('not-found')
    await audit('look', `tray/${tray}`, found.tenant)
    const rows = await db.selectFrom('tray_row').selectAll().where('tray', '=', tray).orderBy('line').execute()
    return { ...shown(rows), tray, at: found.scanned_at, came: false, powers: Object.entries(powers) }
  },

  async act({ tray, power }, { db, audit, execute }) {
    await audit('change', `tray/${tray}`)
    const came: SeizedTray = await seizeTray({ db, execute }, tray, power)
    const rows = await db.selectFrom('tray_row').selectAll().where('tray', '=', tray).orderBy('line').execute()
    return { ...shown(rows), came }
  },
})

function shown(rows: readonly TrayRow[]) {
  const counts = countsOf(rows)
  const open = rows.filter(({ state, exhibit }) => state === 'matched' && exhibit === null).length
  return {
    counts: Object.entries(counts).map(([state, n]) => [counted[state as TrayRow['state']], n]),
    open,
    rows: rows.map(rowOf),
  }
}

function rowOf(row: TrayRow) {
  const icon: LaneState = icons[row.state]
  return {
    ...{ line: row.line, label: row.label ?? '', icon, word: words[row.state], exhibit: row.exhibit ?? false },
    numbers: row.imeis.map((imei) => formatImei(keyOf(imei))),
    says: [sayWhy(row) || proposal(row), row.networks].filter(Boolean).join(' '),
  }
}

function proposal({ case_id, handset, exhibit, state }: TrayRow): string {
  if (exhibit) return 'In custody.'
  if (state === 'unknown') return 'Nobody has reported or registered this phone here.'
  if (case_id) return `Belongs to case ${case_id.slice(0, 8)}.`
  return handset ? 'Its owner is in the register and has not reported it.' : ''
}
