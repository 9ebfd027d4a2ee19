import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { answerTask } from '../commands/answer-task.ts'
import { raiseTask } from '../commands/raise-task.ts'
import { TaskRaised } from '../events/task-raised.ts'
import { dismissReasons } from '../recorded-finding.ts'
import { kindOf, lastsMs, otherSources, taskKinds, taskResults, teams } from './task.ts'

const { kind: _, until: __, ...raised } = TaskRaised.sample
const { task } = raised
const at = '2026-01-01T12:00:00.000Z'
const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString()

test('A22: each kind of intelligence is a task of one kind, which ends by itself when its time is over', () => {
  for (const source of ['near-repeat', 'surge', 'snatcher-series', ...otherSources]) {
    const [event] = eventsOf(given(raiseTask, []).when({ ...raised, source }, at)) as [NewEvent]
    const { kind, until } = event.data as { kind: (typeof taskKinds)[number]; until: string }
    assert.equal(kind, kindOf(source))
    assert.equal(until, later(lastsMs[kind]))
    const answer = given(answerTask, [event])
    const take = { task, by: 'first-force', says: { does: 'take' as const, roles: ['analyst'] } }
    assert.ok(!isRefusal(answer.when(take, later(lastsMs[kind] - 1))))
    assert.deepEqual(answer.when(take, until), { refused: 'task-over' })
  }
  assert.deepEqual(new Set(['rise', 'snatcher-series', ...otherSources].map(kindOf)), new Set(taskKinds))
})

const says = fc.oneof(
  fc.record({ does: fc.constant('take' as const), roles: fc.subarray([...teams]) }),
  fc.record({ does: fc.constant('hand-on' as const), team: fc.constantFrom(...teams) }),
  fc.record({ does: fc.constant('done' as const), result: fc.constantFrom(...taskResults) }),
  fc.record({ does: fc.constant('put-aside' as const), reason: fc.constantFrom(...dismissReasons) }),
)
const step = fc.record({ by: fc.constantFrom('first-force', 'other-force'), says })

test('A22: whatever is said, in any order: one organisation has a task, it ends once, and its finding is answered at most once, of an operation at its end alone', () => {
  fc.assert(
    fc.property(fc.constantFrom('rise', 'tap-series'), fc.array(step, { maxLength: 12 }), (source, steps) => {
      const history: NewEvent[] = [...eventsOf(given(raiseTask, []).when({ ...raised, source }, at))]
      let [holder, team, ended, answered]: [string | undefined, string | undefined, boolean, number] = [
        ...[undefined, undefined, false, 0],
      ] as never
      for (const { by, says: said } of steps) {
        const decided = given(answerTask, history).when({ task, by, says: said }, later(1000))
        const isOthers = holder !== undefined && holder !== by
        const mayNot = {
          take:
            holder !== undefined || (team !== undefined && !('roles' in said && said.roles.includes(team as never))),
          'hand-on': source === 'tap-series',
          done: holder === undefined,
          'put-aside': false,
        }[said.does]
        assert.equal(isRefusal(decided), ended || isOthers || mayNot, JSON.stringify(said))
        if (isRefusal(decided)) continue
        const events = eventsOf(decided)
        history.push(...events)
        const says = events.filter(({ data }) => 'finding' in (data as object)).length
        answered += says
        if (said.does === 'take') holder = by
        if (said.does === 'hand-on') [holder, team] = [undefined, said.team]
        ended ||= said.does === 'done' || said.does === 'put-aside'
        if (source === 'tap-series') assert.equal(says, ended ? 1 : 0)
      }
      assert.ok(answered <= 1)
    }),
  )
})
