import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#ledger'
import { stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { doubtLook } from './commands/doubt-look.ts'
import { explainLook } from './commands/explain-look.ts'
import { looked } from './looked.ts'
import { doubts, findings, onceInMs } from './vocabulary.ts'

const cases = ['5a3f0a7b-1c11-4a55-9a35-00000000000a', '5a3f0a7b-1c11-4a55-9a35-00000000000b'].map((id) =>
  CaseId.parse(id),
)
const day = 86_400_000
const about = { theft: fc.constantFrom(...cases), why: fc.constantFrom(...doubts), afterDays: fc.nat({ max: 20 }) }
const step = fc.oneof(
  fc.record({ ...about, does: fc.constant('doubt' as const) }),
  fc.record({ ...about, does: fc.constant('explain' as const), by: fc.constantFrom('staff', 'auditor') }),
)

test('USERS 4, insider look-ups: one look is put before the auditor once in 28 days, and answered once, never by whoever looked', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const history: ReturnType<typeof stored>[] = []
      const last = new Map<string, { at: number; open: boolean }>()
      let now = Date.parse('2026-01-01T10:00:00.000Z')
      for (const one of steps) {
        now += one.afterDays * day
        const { theft, why } = one
        const key = `${theft} ${why}`
        const before = last.get(key)
        const state = looked.run(history)
        const at = new Date(now).toISOString()
        const about = { staff: 'staff', case: theft, why }
        const decided =
          one.does === 'doubt'
            ? doubtLook.decide({ ...about, looks: 9, employer: 'met' as never }, state, { now: at })
            : explainLook.decide({ ...about, finding: findings[0], by: one.by }, state, { now: at })
        if (one.does === 'doubt') {
          assert.equal(isRefusal(decided), before !== undefined && now - before.at < onceInMs)
          if (!isRefusal(decided)) last.set(key, { at: now, open: true })
        } else {
          const may = before?.open === true && one.by === 'auditor'
          assert.equal(isRefusal(decided), !may)
          if (may) last.set(key, { ...before, open: false })
        }
        if (isRefusal(decided)) continue
        for (const event of 'events' in decided ? decided.events : decided)
          history.push(stored(event, history.length + 1, at))
      }
    }),
  )
})
