import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classes } from '#lib/stats/emerging'
import type { Source } from '#modules/patrol/public'
import { cameSays, methodSays, momentSays, nextSays } from './hotspot-words.ts'

test('every class of a hotspot has its own plain words', () => {
  const hot = classes.filter((name) => !name.endsWith('cold')).map(cameSays)
  assert.equal(new Set(hot).size, hot.length)
  for (const words of [...hot, cameSays(undefined)]) assert.doesNotMatch(words, /\b(hot|none|sporadic|persistent)\b/)
})

test('the sentence above a map names what is counted, how, and until when', () => {
  const published = {
    ...{
      source: 'published' as Source,
      at: '2019-05',
      moments: ['2019-08', '2019-05'],
      firstMonth: '2018-02',
      thefts: 1234,
    },
  } as const
  assert.match(
    methodSays(published),
    /^1,234 .* published, from February 2018 to the end of May 2019\. .*decayed count/,
  )
  const reports = { ...published, source: 'reports', at: '2026-11-27', moments: ['2026-11-27', '2026-11-26'] } as const
  assert.match(methodSays(reports), /reported to Ringback, from February 2018 until now\./)
  assert.match(methodSays({ ...reports, at: '2026-11-26' }), /the end of 26 November 2026, as we know them today/)
  assert.equal(methodSays({ ...reports, firstMonth: undefined }), 'Nothing is counted yet.')
  assert.equal(momentSays('2019-08'), 'August 2019')
})

test('the page says when a learned model was released, was not, and was not tried', () => {
  const next = { month: '2019-09', total: 4321.4, expectedIn: () => 0 }
  const says = (uses: 'floor' | 'learned') =>
    nextSays({ ...next, release: { month: '2019-09', uses, why: `The ${uses} is used.` } }).release
  assert.equal(says('floor'), 'The floor is used.')
  assert.match(says('learned'), /^The learned is used\. This page shows the floor all the same\.$/)
  assert.match(nextSays({ ...next, release: undefined }).release, /was not tried/)
  assert.match(nextSays({ ...next, release: undefined }).expects, /^For September 2019 we expect 4,321 thefts/)
})
