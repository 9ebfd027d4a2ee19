import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { takeBack } from './take-back.ts'
import { takeReport } from './take-report.ts'

const hour = 3_600_000

test('USERS 4: a trusted person’s code starts a phone only if they had it a day before the report, and nobody enrolled it since', async (t) => {
  const { context, rows } = await reportingDesk(t)
  const report = { line: dramaLine(133), means: 'trusted-person', channel: 'trusted-person', method: 'table' } as const
  const taken = await takeReport(context, report)
  assert.ok('case' in taken && taken.line)
  const line = taken.line
  const [first] = await rows<{ at: string }>('select at from event where version = 1 and stream = $1', [
    `case/${taken.case}`,
  ])
  const back = (givenBefore: number, until: string | null = null) => {
    const at = new Date(Date.parse(first?.at ?? '') - givenBefore).toISOString()
    return takeBack({ ...context, db: context.db as never }, { line, at, until }, 'found')
  }
  for (const givenBefore of [-hour, 0, hour, 24 * hour - 1])
    assert.deepEqual(await back(givenBefore), { refused: 'code-too-new' })
  assert.deepEqual(await back(48 * hour, new Date(context.now().getTime() + hour).toISOString()), {
    refused: 'code-replaced',
  })
  assert.deepEqual(await back(24 * hour), { case: taken.case })
  assert.deepEqual(await back(24 * hour), { refused: 'no-report' })
})
