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
