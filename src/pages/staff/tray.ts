import { z } from 'zod'
import { seeOther } from '#http'
import { mostBytes, mostLines, type ScanTables, scanTray, TrayId } from '#modules/exhibits/public'
import { definePage } from '../define-page.ts'

/** A store reads in a tray of handsets: scanned line by line, pasted, or as a file. */
export default definePage<ScanTables>()({
  url: '/staff/tray',
  title: 'Scan a tray',
  template: 'staff/tray.njk',
  who: { act: 'change', record: 'exhibit' },
  limitPerMinute: 30,
  accepts: 'upload',
  bodyLimit: mostBytes,
  form: z.object({ lines: z.string(), file: z.string() }),

  load: async (_, { audit }) => {
    await audit('open', 'page/tray')
    return { mostLines }
  },

  async act({ lines, file }, { db, audit, execute, tenant, newId }) {
    if (lines.trim() !== '' && file.trim() !== '')
      return { errors: [{ field: 'lines', says: 'Give the list in the box or as a file, not both.' }] }
    const tray = TrayId.parse(newId())
    await audit('change', `tray/${tray}`)
    const scanned = await scanTray({ db, tenant, execute }, tray, lines.trim() === '' ? file : lines)
    return 'rows' in scanned ? seeOther(`/staff/tray/${tray}`) : { errors: [{ field: 'lines', says: scanned.says }] }
  },
})
