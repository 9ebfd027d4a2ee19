import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { CaseId, HandsetId, ReportId } from './ids.ts'

test('an id is a UUID and nothing that could be a person’s number', () => {
  for (const id of [HandsetId, CaseId, ReportId]) {
    assert.ok(id.safeParse(randomUUID()).success)
    for (const number of ['490154203237518', '07700900123', '']) assert.ok(!id.safeParse(number).success)
  }
})

test('an id written in capitals is the same id, so one case never becomes two', () => {
  for (const id of [HandsetId, CaseId, ReportId])
    assert.equal(id.parse('6A8A028E-6068-4C0F-AF4B-B2E13A29B567'), '6a8a028e-6068-4c0f-af4b-b2e13a29b567')
})
