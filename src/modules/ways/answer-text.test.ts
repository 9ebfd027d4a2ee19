import assert from 'node:assert/strict'
import { test } from 'node:test'
import { given } from '#ledger/testing'
import type { VaultRef } from '#platform/vault-ref'
import { answerText } from './commands/answer-text.ts'
import { TextAnswered } from './events/text-answered.ts'

const { text } = TextAnswered.sample
const answer = 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef
const now = '2026-11-27T12:00:00.000Z'

test('a text is answered once, within the hour, and only where there is somebody to answer and a gateway to do it', () => {
  const decide = (more: object, before: Parameters<typeof given>[1] = []) =>
    given(answerText, before).when({ text, how: 'stopped', gateways: ['a-gateway'], answer, ...more }, now)
  const owes = (decision: ReturnType<typeof decide>) => ('owes' in decision ? decision.owes : [])

  const [owed] = owes(decide({}))
  assert.deepEqual(owed?.input, { message: answer })
  assert.equal(owed?.until, '2026-11-27T13:00:00.000Z')
  assert.deepEqual(owes(decide({ answer: undefined })), [])
  assert.deepEqual(owes(decide({ gateways: [] })), [])
  assert.deepEqual(decide({}, [TextAnswered.of({ text, how: 'unread' })]), { refused: 'text-answered' })
})
