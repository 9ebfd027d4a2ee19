import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { asked } from '#test/support/faulty-operator/breaks'
import { isFollowing } from '#test/support/faulty-operator/holds'
import { faultyOperator, isBusy, secret } from '#test/support/faulty-operator/operator'
import { copy, holder } from '#test/support/faulty-operator/orders'
import { checks } from './checks.ts'
import { cleanWords } from './clean.ts'
import { ownFault } from './finding.ts'
import { type Report, runKit } from './run.ts'
import type { Settings } from './settings.ts'

const settings = (url: string): Settings => ({
  ...{ url, eir: url, clientId: 'ringback', secret, tokenPath: '/oauth2/token', partner: 'north' },
  ...{
    imeiTac: '99000001',
    unknownTac: '00000000',
    line: holder.line,
    holderName: holder.name,
    holderBorn: holder.born,
  },
  ...{ copied: copy.key, copiedSupi: copy.supi },
  ...{ jwks: undefined, eirHttp2: false, holderPostcode: undefined, timeoutMs: 5000, withinMs: 300, patienceMs: 3000 },
})

/** Those for which the kit has to wait some seconds. */
const isSlow = (id: string) => id.endsWith('until') || id === 'token-expired'

type Run = { readonly isWhole?: boolean; readonly more?: Partial<Settings> }

async function reportOn(
  t: TestContext,
  broken: string | undefined,
  { isWhole = false, more = {} }: Run,
): Promise<Report> {
  const url = await faultyOperator(t, broken)
  const chosen = checks.filter(({ id }) => isWhole || !isSlow(id))
  const report = await runKit({
    ...{ settings: { ...settings(url), ...more }, checks: chosen, signal: new AbortController().signal },
  })
  for (const { check, seen } of report.results) assert.ok(!seen.includes(ownFault), `${broken}: ${check.id}: ${seen}`)
  return report
}

const failed = ({ results }: Report) => results.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check.id)
const shown = ({ results }: Report) =>
  results.map(({ check, verdict, seen }) => `${verdict} ${check.id}: ${seen}`).join('\n')

const left = cleanWords.id

/** A broken promise, and the checks that must find it: those and no others. Where one leaves a block behind, that is found too. */
const faults: readonly (readonly [broken: string, ...fails: string[]])[] = [
  ['a token says badly when it ends', 'token'],
  ['any secret will do', 'token-wrong-secret'],
  ['an order needs no token', 'token-absent'],
  ['any token will do', 'token-garbage'],
  ['a token never ends', 'token-expired'],
  ['publishes its private key', 'keys'],
  ['a block is answered 201', 'order'],
  ['a block has no receipt', 'receipt'],
  ['receipt is long', 'receipt-form'],
  ['receipt is a plain JWT', 'receipt-type'],
  ['receipt says HS256', 'receipt-algorithm'],
  ['receipt names a strange key', 'receipt-key'],
  ['receipt is signed by a strange key', 'receipt-signature'],
  ['receipt names another order', 'receipt-action'],
  ['receipt names another operator', 'receipt-partner'],
  ['receipt of a block names another kind', 'receipt-kind'],
  ['undo has the kind of its order', 'receipt-kinds'],
  ['receipt of a block says refused', 'receipt-outcome'],
  ['receipt is of another year', 'receipt-time'],
  ['its clock is three minutes fast', 'receipt-time'],
  ['block never reaches the EIR', 'eir-block'],
  ['EIR compares the check digit', 'eir-wrong-digit'],
  ['EIR compares a check digit of 0', 'eir-zero-digit'],
  ['EIR knows no IMEISV', 'eir-imeisv'],
  ['EIR looks for the SIM too', 'eir-with-sim'],
  ['EIR permits the unknown', 'eir-unknown'],
  ['EIR has another word for a missing PEI', 'eir-pei-missing'],
  ['EIR takes the first of two PEIs', 'eir-pei-twice'],
  ['EIR looks for what is no PEI', 'eir-pei-wrong'],
  ['EIR takes any method', 'eir-method'],
  ['EIR errors are plain JSON', 'eir-problem'],
  ['undo that names its block does nothing', 'undo', left],
  ['undo of one block lifts all', 'undo-one-of-two'],
  ['late block begins', 'undo-first'],
  ['block and undo race', 'undo-at-once', left],
  ['at most five orders block one thing', 'orders-at-once'],
  ['only the first of several is blocked', 'handsets-in-one'],
  ['any number is a handset', 'handset-unknown'],
  ['an unknown handset is refused without a receipt', 'handset-unknown'],
  ['block is let go late', 'until'],
  ['block is let go early', 'until'],
  ['block is let go only when we speak', 'until'],
  ['block whose end has passed holds', 'until-past'],
  ['a key that was withdrawn is done again', 'key-again', left],
  ['a key that was withdrawn has its effect again', 'key-again', left],
  ['the same keys race', 'key-at-once', left],
  ['a key counts with its body', 'key-other-body'],
  ['an order needs no key', 'key-missing'],
  ['a missing list is a fault of ours', 'body-incomplete'],
  ['15 digits are taken', 'body-wrong-types'],
  ['what is refused is done', 'body-wrong-types', left],
  ['what is no JSON is a fault of ours', 'body-not-json'],
  ['however much is read', 'body-huge'],
  ['any type is read as JSON', 'body-other-type'],
  ['the first piece is taken for the whole', 'body-slow'],
  ['a watch is done at once', 'watch'],
  ['unwatch forgets what it withdraws', 'watch-undo'],
  ['late watch begins', 'watch-undo-first'],
  ['watch is let go late', 'watch-until'],
  ['hold is never there already', 'change-hold'],
  ['undo of one hold lifts all', 'change-hold-one-of-two'],
  ['late hold begins', 'change-hold-undo-first'],
  ['hold is let go late', 'change-hold-until'],
  ['bar is never there already', 'bar'],
  ['undo of one bar lifts all', 'bar-one-of-two'],
  ['late bar begins', 'bar-undo-first'],
  ['bar is let go late', 'bar-until'],
  ['any number is a line', 'line-unknown'],
  ['find-handset tells something else', 'find-handset'],
  ['pair-handset tells something else', 'pairing'],
  ['a SIM has the same mark everywhere', 'pairing'],
  ['the hours end with one in which nothing was heard', 'heard'],
  ['a copy is blocked with the stolen phone', 'copies'],
  ['every SIM of a copied number is let in', 'copies'],
  ['match-identity tells something else', 'holder-check'],
  ['a stranger is the holder', 'holder-stranger'],
  ['errors repeat what was sent', 'private'],
  ['one path is slow', 'http-deadline'],
  ['one path is cut off', 'http-whole'],
  ['one path answers too much', 'http-size'],
  ['one path is elsewhere', 'http-redirect'],
  ['it wants to be left alone until a date', 'http-retry-after'],
  ['it hangs up after each answer', 'http-keep-alive'],
  ['what is turned away is done later', left],
]

test('B12: an operator that keeps every promise passes every check, also when it is busy or its EIR a moment behind', async (t) => {
  const [calm, busy, following] = await Promise.all([
    reportOn(t, undefined, { isWhole: true }),
    reportOn(t, isBusy, { isWhole: true }),
    reportOn(t, isFollowing, { isWhole: true, more: { withinMs: 1500 } }),
  ])
  const odd = ({ results }: Report) => results.filter(({ verdict }) => verdict !== 'pass').map(({ check }) => check.id)
  assert.deepEqual(odd(calm), ['http-retry-after'], shown(calm))
  assert.deepEqual(odd(busy), [], shown(busy))
  assert.deepEqual(odd(following), ['http-retry-after'], shown(following))
})

test('B12: each check fails on an operator that breaks its promise, and no other check does', async (t) => {
  const waiting = [...faults]
  const found: Record<string, readonly string[]> = {}
  const runs: Record<string, Run> = { 'one path is slow': { more: { timeoutMs: 1000 } } }
  const work = async () => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const [broken, ...fails] = fault
      const isWhole = fails.some(isSlow) || broken === 'its clock is three minutes fast'
      const report = await reportOn(t, broken, { isWhole, ...runs[broken] })
      found[broken] = failed(report)
      if (!isDeepStrictEqual(found[broken], fails)) t.diagnostic(`${broken}\n${shown(report)}`)
    }
  }
  await Promise.all(Array.from({ length: 12 }, work))
  assert.deepEqual(found, Object.fromEntries(faults.map(([broken, ...fails]) => [broken, fails])))
})

test('there is no check that cannot fail, and no fault that the faulty operator does not have', () => {
  const found = new Set(faults.flatMap(([, ...fails]) => fails))
  assert.deepEqual(
    [...checks.map(({ id }) => id), left].filter((id) => !found.has(id)),
    [],
  )
  assert.deepEqual(
    faults.map(([broken]) => broken).filter((broken) => !asked.has(broken)),
    [],
  )
  assert.equal(new Set(checks.map(({ id }) => id)).size, checks.length)
})

test('what was put on handsets and lines is taken back when the run is stopped in the middle', async (t) => {
  const url = await faultyOperator(t)
  const stop = new AbortController()
  let begun = ''
  const report = await runKit({
    ...{ settings: settings(url), checks, signal: stop.signal },
    onBegin: ({ id }) => {
      begun = id
      // In the middle of the orders with an end, when blocks, watches, holds and bars are all there.
      if (id === 'until') void pause(500).then(() => stop.abort())
    },
  })
  assert.equal(report.isStopped, true)
  assert.equal(begun, left)
  assert.deepEqual(report.results.at(-1)?.verdict, 'pass', shown(report))
  assert.ok(report.results.length < checks.length)
  const again = await runKit({
    ...{ settings: settings(url), checks: checks.filter(({ id }) => id === 'change-hold' || id === 'bar') },
    signal: new AbortController().signal,
  })
  assert.deepEqual(failed(again), [], shown(again))
})
