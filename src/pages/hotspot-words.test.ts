import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classes } from '#lib/stats/emerging'
import type { Source } from '#modules/patrol/public'
import { cameSays, madeBySays, methodSays, momentSays, nextSays } from './hotspot-words.ts'

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
  assert.match(methodSays(reports), /reported to Ringback, in squares with 3 or more, from February 2018 until now\./)
  assert.match(methodSays({ ...reports, at: '2026-11-26' }), /the end of 26 November 2026, as we know them today/)
  assert.equal(methodSays({ ...reports, firstMonth: undefined }), 'Nothing is counted yet.')
  assert.equal(momentSays('2019-08'), 'August 2019')
})

test('every list, map and sheet says whether a decayed count or a learned model made it, for which month, and by which test', () => {
  const said = { at: '2026-11', moments: ['2026-11'], firstMonth: '2026-01', thefts: 9 }
  assert.match(
    methodSays({ ...said, source: 'reports' }),
    /Made by the decayed count\. No learned model is released for reports/,
  )
  assert.match(methodSays({ ...said, source: 'published' }), /Made by the decayed count, not by a learned model\.$/)
  const learned = { by: 'learned', month: '2026-12', triedAt: '2026-12-03T04:00:00.000Z' } as const
  const released = 'Made by the learned model, released for December 2026 by the back-test of 3 December 2026.'
  assert.equal(madeBySays(learned, 'published'), released)
  assert.ok(methodSays({ ...said, source: 'published', madeBy: learned }).endsWith(released))
  assert.match(madeBySays({ by: 'snatch' }, 'reports'), /No learned model is used/)
})

test('the page says which of the two makes the list, why, and when that was tried', () => {
  const next = {
    ...{ month: '2019-09', total: 4321.4, expectedIn: () => 0, learnedIn: undefined, triedAt: undefined },
    triedBefore: undefined,
    release: undefined,
  }
  const gain = { mean: 0.012, low: 0.004, high: 0.02, level: 0.9875 }
  const release = { uses: 'learned', floorUpTo: 0.005, because: 'better', periods: 12, gain } as const
  const learned = nextSays({ ...next, release, learnedIn: () => 0, triedAt: '2019-10-03T04:00:00.000Z' })
  assert.equal(
    learned.release,
    'The learned model is used after the floor’s first 0.5% of the area. Over the 12 months before, its list held 1.20 more of every 100 thefts than the floor’s, likely between 0.40 more and 2.00 more. It was tried on the thefts that are here, on 3 October 2019.',
  )
  assert.match(learned.expects, /made by the learned model\. The weights beside it are the floor/)
  const floor = nextSays({ ...next, release: { ...release, uses: 'floor', because: 'may be chance' } })
  assert.match(floor.release, /^The floor is used, for the learned model may be no better\./)
  assert.match(floor.expects, /made by it\.$/)
  assert.match(nextSays(next).release, /was not tried on these months, so the floor is used/)
  assert.match(nextSays(next).expects, /^For September 2019 we expect 4,321 thefts/)
})
