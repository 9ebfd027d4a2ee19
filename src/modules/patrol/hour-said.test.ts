import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hourOfTheft, hourSaid } from './hour-said.ts'

const winter = '2026-11-27T15:20:00.000Z'
const summer = '2026-07-03T15:20:00.000Z' // 16:20 in London

test('B21: an hour that a victim tells is read as they write it, by London’s clock', () => {
  const said: Readonly<Record<string, string>> = {
    'today at about 2 pm': '2026-11-27T14:00:00.000Z',
    'Today, around 2.30pm.': '2026-11-27T14:00:00.000Z',
    '2 pm today': '2026-11-27T14:00:00.000Z',
    'this morning at 1 am': '2026-11-27T01:00:00.000Z',
    'yesterday at 23:40': '2026-11-26T23:00:00.000Z',
    'yesterday evening, 8 p.m.': '2026-11-26T20:00:00.000Z',
    'today at noon': '2026-11-27T12:00:00.000Z',
    'just now': '2026-11-27T15:00:00.000Z',
    '30 minutes ago': '2026-11-27T14:00:00.000Z',
    'about an hour ago': '2026-11-27T14:00:00.000Z',
    '2026-11-20T01:05:00+00:00': '2026-11-20T01:00:00.000Z',
  }
  for (const [words, hour] of Object.entries(said)) assert.equal(hourSaid(words, winter)?.toISOString(), hour, words)
  assert.equal(hourSaid('today at 2 pm', summer)?.toISOString(), '2026-07-03T13:00:00.000Z')
  assert.equal(hourSaid('yesterday at 00:10', summer)?.toISOString(), '2026-07-01T23:00:00.000Z')
})

test('B21: words that may mean several hours, or one that has not come yet, are no hour', () => {
  const vague = ['', 'today', 'last night', '2 pm', 'today at 2', 'today at 2:30', 'today between 2 pm and 4 pm']
  const wrong = ['today at 6 pm', 'today at 13 pm', 'today at 12 am', 'today at 25:00', 'this morning at 2 pm']
  const other = [
    'yesterday or today at 2 pm',
    'not today at 2 pm',
    'this 2 pm',
    'tomorrow at 9 am',
    '2026-11-28T01:00:00Z',
  ]
  for (const words of [...vague, ...wrong, ...other]) assert.equal(hourSaid(words, winter), undefined, words)
})

test('whatever is written, it is read without a fault as a full hour that has begun, or as none', () => {
  const word = fc.constantFrom(
    'today',
    'yesterday',
    'this',
    'morning',
    'at',
    '2',
    ':30',
    'pm',
    '23:59',
    'ago',
    '99',
    'h',
  )
  const words = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 6 }).map((those) => those.join(' ')),
  )
  fc.assert(
    fc.property(words, fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (text, at) => {
      const hour = hourSaid(text, at.toISOString())
      if (hour) assert.ok(hour <= at && hour.getTime() % 3_600_000 === 0, `${text} ${at.toISOString()}`)
    }),
  )
})

test('B21: the hour of a theft is what was told of it, the newest first; a report alone tells it only when it says that it is happening', () => {
  const at = '2026-11-27T09:10:00.000Z'
  const now = { reportedAt: at, justNow: true }
  const later = { reportedAt: at, justNow: false }
  const night = new Date('2026-11-27T01:00:00.000Z')
  assert.equal(hourOfTheft([], later), null)
  assert.equal(hourOfTheft([{ at }, { when: 'I do not know', at }], later), null)
  const nine = new Date('2026-11-27T09:00:00.000Z')
  assert.deepEqual(hourOfTheft([], now), { happened: nine, hourTold: nine })
  // Taken at one in the night, reported in the morning.
  assert.deepEqual(hourOfTheft([{ when: 'today at 1 am', at }], now), { happened: night, hourTold: nine })
  assert.deepEqual(
    hourOfTheft(
      [
        { when: 'I forgot', at },
        { when: 'today at about 1.30 am', at: '2026-11-27T19:00:00.000Z' },
        { when: '01:30 today', at },
      ],
      later,
    ),
    { happened: night, hourTold: nine },
    'said again, it was told the first time',
  )
  // Told in the evening of something after the report: another theft, or another day.
  assert.equal(hourOfTheft([{ when: 'today at 2 pm', at: '2026-11-27T20:00:00.000Z' }], later), null)
})
