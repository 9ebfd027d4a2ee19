import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold, NotTried } from '../finding.ts'
import { inSeconds } from '../judge.ts'
import type { Answer, Failure } from '../wire.ts'
import { promise, travel } from './clauses.ts'

/** Judges every answer that came in this run. */
const overall = (
  id: string,
  says: string,
  mend: string,
  judge: (traffic: readonly Answer[], desk: Desk) => string,
  clause = travel,
): Check => ({
  ...{ id: `http-${id}`, says, mend, clause },
  probe: 'All answers of this run.',
  run: async (desk) => judge(desk.bench.traffic, desk),
})

const none = (traffic: readonly Answer[], isBad: (answer: Answer) => boolean, what: string) => {
  const bad = traffic.filter(isBad)
  hold(bad.length === 0, `${bad.length} of ${traffic.length} ${what}, such as ${bad[0]?.call}`)
}

const failed =
  (...failures: readonly Failure[]) =>
  ({ failed }: Answer) =>
    failed !== undefined && failures.includes(failed)

export const http: readonly Check[] = [
  overall(
    'deadline',
    'Each answer is there, whole, within the deadline.',
    'Answer 202 when it takes longer, or ask us for a longer deadline (--timeout-ms).',
    (traffic, { bench }) => {
      none(traffic, failed('after the deadline'), `calls had no answer within ${inSeconds(bench.settings.timeoutMs)}`)
      return `the slowest of ${traffic.length} took ${inSeconds(Math.max(...traffic.map(({ ms }) => ms)))}`
    },
  ),
  overall(
    'whole',
    'Each answer is whole, and is HTTP.',
    'Look for a proxy or a worker that ends connections while it answers.',
    (traffic) => {
      // Hanging up on 10 MB is a refusal, and judged by the check that sends them.
      const calls = traffic.filter((answer) => !(answer.failed === 'cut off' && answer.isHuge))
      none(calls, failed('cut off', 'not HTTP', 'unreachable'), 'calls had no whole answer')
      return `${calls.length} answers`
    },
    'RFC 9112 6.3 and 8',
  ),
  overall('size', 'No answer is larger than 64 KB.', 'Answer with code and receipt alone.', (traffic) => {
    none(traffic, failed('larger than 64 KB'), 'answers were larger than 64 KB')
    return `the largest of ${traffic.length} had ${Math.max(...traffic.map(({ text }) => Buffer.byteLength(text)))} bytes`
  }),
  overall(
    'redirect',
    'No answer is a redirect.',
    'Answer at the address that you gave us; where it moves, tell us the new one.',
    (traffic) => {
      none(traffic, ({ status }) => status >= 300 && status < 400, 'answers were redirects')
      return 'none'
    },
  ),
  overall(
    'retry-after',
    'Retry-After is a number of seconds, at most an hour.',
    'Send whole seconds; a date would need both clocks to be right.',
    (traffic) => {
      const asked = traffic.flatMap(({ headers }) => headers['retry-after'] ?? [])
      if (asked.length === 0) throw new NotTried('it never asked to be left alone')
      for (const one of asked) hold(/^\d{1,9}$/.test(one), `Retry-After was ${JSON.stringify(one).slice(0, 60)}`)
      hold(
        asked.every((one) => Number(one) <= 3600),
        'it asked to be left alone for more than an hour',
      )
      return `${asked.length} time${asked.length === 1 ? '' : 's'} a number`
    },
    promise(5),
  ),
  {
    id: 'http-keep-alive',
    says: 'A connection serves more than one call.',
    clause: 'RFC 9112 9.3',
    probe: 'Two calls without a token one after the other: the second must find the connection of the first.',
    mend: 'Leave the connection open after an answer, for at least some seconds: a theft is many orders.',
    run: async ({ bench }) => {
      await bench.apart('/eir/v1/list')
      const second = await bench.apart('/eir/v1/list')
      if (second.failed) throw new NotTried(`${second.call}: no whole answer (${second.failed})`)
      hold(second.isReused, 'the second call needed a new connection')
      return 'the connection was used again'
    },
  },
]
