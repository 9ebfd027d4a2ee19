import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#ledger'
import { given } from '#ledger/testing'
import { lapseOf } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { TheftReported } from '#modules/reports/events/theft-reported'
import type { VaultRef } from '#platform/vault-ref'
import { tellVictim } from './commands/tell-victim.ts'
import { lastWords, type Template, templates, unprovedWords } from './vocabulary.ts'

const opened = '2026-01-01T10:00:00.000Z'
const { case: theft } = TheftReported.sample
const until = lapseOf('number', opened)
const claim = TheftReported.of({ ...TheftReported.sample, means: 'number', until })
const proof = ProofShown.of({ ...ProofShown.sample, until: lapseOf('operator-knowledge', opened) })
const message = {
  channel: 'text' as const,
  message: 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef,
  gateway: 'a-gateway',
  toLine: false,
}
const told = (events: Parameters<typeof given>[1], template: Template, more: object = {}) => {
  const decision = given(tellVictim, events).when(
    { case: theft, template, messages: [message], next: until, ...more },
    opened,
  )
  return isRefusal(decision) ? decision.refused : 'told'
}

test('USERS 4: while only a number was said nobody is written to about it, but for what asks them whether it is theirs', () => {
  for (const template of templates.filter((one) => !unprovedWords.includes(one)))
    assert.equal(
      told([claim], template, ['lapsed', ...lastWords].includes(template) ? { next: undefined } : {}),
      'nobody-proved',
      template,
    )
  assert.equal(told([claim], 'contact-added'), 'told')
  assert.equal(told([claim], 'heartbeat', { messages: [] }), 'nobody-proved')
  assert.equal(told([claim, proof], 'raised'), 'told')
})

test('a claim that nobody proved ends on its page and promises nothing more; a proved case goes on being told', () => {
  assert.equal(told([claim], 'lapsed', { messages: [], next: undefined }), 'told')
  assert.equal(told([claim], 'lapsed', { messages: [] }), 'promise-too-late')
  assert.equal(told([claim, proof], 'lapsed'), 'told')
  assert.equal(told([claim, proof], 'lapsed', { next: undefined }), 'promise-too-late')
})

test('B42: that the stops end by themselves is told also after an end that lifted nothing, and promises nothing; nothing else is', () => {
  const closed = (reason: 'no-lead-left' | 'returned') => [claim, proof, CaseClosed.of({ case: theft, reason })]
  for (const template of templates.filter((one) => !lastWords.includes(one))) {
    const after = (reason: 'no-lead-left' | 'returned') => told(closed(reason), template, { next: undefined })
    const isEnd = template === 'lapsing' || template === 'lapsed'
    assert.equal(after('no-lead-left'), isEnd ? 'told' : 'case-ended', template)
    assert.equal(after('returned'), 'case-ended', template)
  }
  assert.equal(told(closed('no-lead-left'), 'lapsing'), 'promise-too-late')
})
