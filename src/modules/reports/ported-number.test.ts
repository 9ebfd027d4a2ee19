import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CommandDefinition, NewEvent, Obligation } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { nobody } from '#modules/response/public'
import { askNetworks } from './commands/ask-networks.ts'
import { claimIdentity } from './commands/claim-identity.ts'
import { findNetwork } from './commands/find-network.ts'
import { noteNoNetwork } from './commands/note-no-network.ts'
import { putClaims } from './commands/put-claims.ts'
import { reportTheft } from './commands/report-theft.ts'
import { showProof } from './commands/show-proof.ts'
import { type Hold, hasLine, homeIn } from './network-of-line.ts'
import { networkSearch, type Says, whatFollows } from './network-search.ts'

const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const line = 'v_AAAAAAAAAAAAAAAAAAAAAA'
const claims = ['v_BBBBBBBBBBBBBBBBBBBBBA', 'v_CCCCCCCCCCCCCCCCCCCCCA'] as const
const networks = ['range', 'one', 'two', 'three']
const parties = { ...nobody, operators: networks, home: ['range'], makers: ['maker'] }
const report = { case: theft, channel: 'web' as const, method: 'snatch' as const, imeis: [], line, parties }
const at = '2026-01-01T10:00:00.000Z'
const later = '2026-01-01T10:00:05.000Z'

/** A case that commands are given to, and what it owes, as the ledger would keep it. */
function openCase(means: 'number' | 'panic-card') {
  const history: NewEvent[] = []
  const owed: Obligation[] = []
  const run = <Input, State, Code extends string, Raw>(
    command: CommandDefinition<Input, State, Code, Raw>,
    input: Raw,
    now = later,
  ): boolean => {
    const decision = given(command, history).when(input, now)
    if ('refused' in decision) return false
    history.push(...eventsOf(decision))
    if ('owes' in decision) owed.push(...decision.owes)
    return true
  }
  run(reportTheft, { ...report, means }, at)
  const search = () => networkSearch.run(history.map((event, index) => stored(event, index + 1)))
  const asked = (kind: string) => owed.filter((one) => one.kind === kind)
  return { run, search, owed, history, asked, told: (kind: string) => asked(kind).flatMap(({ partners }) => partners) }
}
type OpenCase = ReturnType<typeof openCase>

/** What the reaction does with one answer. `answered`: who has answered so far, and how. */
function take({ run, search }: OpenCase, network: string, says: Says, answered: ReadonlyMap<string, Says>): void {
  const next = whatFollows(search(), network, says)
  if (next === 'found') run(findNetwork, { case: theft, network, others: [] })
  if (next === 'one-less' && ![...answered.values()].includes('theirs'))
    run(noteNoNetwork, { case: theft, answered: [...answered.keys()] })
  if (next === 'ask-others') run(askNetworks, { case: theft, not: network, networks })
  if (next === 'put-claims') run(putClaims, { case: theft, network })
}

/** In which order answers come, each perhaps more than once; who has the line, if anybody; and when the reporter says who they are. */
const plays = fc.record({
  owner: fc.constantFrom(...networks, 'nobody'),
  means: fc.constantFrom('number' as const, 'panic-card' as const),
  order: fc.shuffledSubarray(networks, { minLength: networks.length }),
  again: fc.array(fc.constantFrom(...networks), { maxLength: 6 }),
  claimAfter: fc.nat({ max: 6 }),
  away: fc.boolean(),
  // Its yes to the hold comes when the others have been asked already.
  late: fc.boolean(),
})

test('P2 B07: whoever has a ported line is found in any order of answers, asked once, and nobody else is told the name', () => {
  fc.assert(
    fc.property(plays, ({ owner, means, order, again, claimAfter, away, late }) => {
      const one = openCase(means)
      const answered = new Map<string, Says>()
      let step = 0
      const claimWhenDue = () => {
        if (step++ !== claimAfter) return
        const holds = [...answered].map(
          ([network, says]): Hold => ({
            ...{ action: '', target: '', input: {}, network },
            says: says === 'away' ? 'nothing' : says,
          }),
        )
        const { found } = one.search()
        const { network, mayAsk } = homeIn(holds, [...(found ? [found] : []), 'range'])
        const home = network !== undefined && mayAsk ? [network] : []
        assert.ok(one.run(claimIdentity, { case: theft, claim: claims[0], home }))
      }
      const answer = (network: string) => {
        claimWhenDue()
        if (!one.told('hold-line-changes').includes(network)) return
        const isAway = network === 'range' && (network === owner ? late && !one.search().begun : away)
        const says = isAway ? 'away' : network === owner ? 'theirs' : 'not-theirs'
        answered.set(network, says)
        take(one, network, says, answered)
      }
      // The range's own network is asked first, so the others can answer only after it has.
      for (const network of ['range', ...order, ...again, ...order]) answer(network)
      while (step <= claimAfter) claimWhenDue()

      const holds = one.told('hold-line-changes')
      assert.deepEqual(holds.length, new Set(holds).size, 'nobody is asked twice whose line it is')
      const { found, nobody: none, begun } = one.search()
      assert.equal(begun, owner !== 'range' || late)
      assert.equal(found, !begun || owner === 'nobody' ? undefined : owner)
      assert.equal(none, owner === 'nobody')
      for (const { until, target } of one.asked('hold-line-changes'))
        assert.deepEqual([until, target], [one.owed[0]?.until, `case/${theft}/hold-line-changes`])
      const stops = new Set(one.told('suspend-line'))
      assert.deepEqual(
        [...stops].filter((network) => network !== 'range' && network !== owner),
        [],
      )
      if (means === 'panic-card' && owner !== 'nobody') assert.ok(stops.has(owner))
      // What is owed to a network that is away leaves us for nobody.
      const told = one.told('match-identity').filter((network) => !(away && network === 'range' && network !== owner))
      assert.deepEqual(
        told.filter((network) => network !== owner),
        [],
      )
      assert.ok(told.length <= 1)
    }),
    { numRuns: 400 },
  )
})

test('P2: a name that was said before anybody had said whose line it is goes to the network that has it, within a day', () => {
  const one = openCase('number')
  assert.ok(one.run(claimIdentity, { case: theft, claim: claims[0], home: [] }))
  assert.ok(one.run(claimIdentity, { case: theft, claim: claims[1], home: [] }))
  assert.deepEqual(one.told('match-identity'), [])
  assert.ok(one.run(askNetworks, { case: theft, not: 'range', networks }))
  assert.ok(one.run(findNetwork, { case: theft, network: 'two', others: [] }, '2026-01-01T10:59:00.000Z'))
  assert.deepEqual(
    one.asked('match-identity').map(({ partners, input }) => [partners, input.claim]),
    claims.map((claim) => [['two'], claim]),
  )
  assert.equal(one.run(putClaims, { case: theft, network: 'two' }), false)
  const late = openCase('panic-card')
  late.run(claimIdentity, { case: theft, claim: claims[0], home: [] })
  assert.equal(late.run(putClaims, { case: theft, network: 'range' }, '2026-01-02T10:00:06.000Z'), false)
})

test('proof that grew while the networks were asked is what the found one is owed; one that answers later is let be', () => {
  const one = openCase('number')
  one.run(askNetworks, { case: theft, not: 'range', networks })
  assert.ok(one.run(showProof, { case: theft, means: 'police-handler', parties: { ...parties, home: [] } }))
  const other = { action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11', kind: 'hold-line-changes', input: { line } }
  const others = [{ ...other, partner: 'three', target: `case/${theft}/hold-line-changes` }]
  assert.ok(one.run(findNetwork, { case: theft, network: 'two', others }))
  const toTwo = one.owed.filter(({ partners }) => partners.includes('two') && partners.length === 1)
  assert.deepEqual(
    toTwo.map(({ kind, until }) => [kind, until]),
    [
      ['hold-line-changes', undefined],
      ['suspend-line', undefined],
      ['find-handset', undefined],
    ],
  )
  assert.deepEqual(
    one.owed.filter(({ cancels }) => cancels).map(({ partners, kind, cancels }) => [partners, kind, cancels]),
    [[['three'], 'release-line-changes', other.action]],
  )
})

test('P2 B07: proof that comes the moment the network is found is owed there, whatever its reporter saw a moment before', () => {
  const one = openCase('number')
  one.run(askNetworks, { case: theft, not: 'range', networks })
  assert.ok(one.run(findNetwork, { case: theft, network: 'two', others: [] }))
  // `parties` was read before that: the number begins as the range's do.
  assert.ok(one.run(showProof, { case: theft, means: 'panic-card', parties }))
  assert.deepEqual(one.told('suspend-line'), ['two'])
})

test('a line that leaves the network at which it was found is looked for again, and only then', () => {
  const one = openCase('panic-card')
  assert.ok(one.run(askNetworks, { case: theft, not: 'range', networks }))
  assert.equal(one.run(askNetworks, { case: theft, not: 'range', networks }), false)
  assert.equal(one.run(askNetworks, { case: theft, not: 'three', networks }), false)
  assert.ok(one.run(findNetwork, { case: theft, network: 'two', others: [] }))
  assert.equal(one.run(findNetwork, { case: theft, network: 'three', others: [] }), false)
  assert.equal(one.run(askNetworks, { case: theft, not: 'range', networks }), false)
  assert.ok(one.run(askNetworks, { case: theft, not: 'two', networks }))
  assert.ok(one.run(findNetwork, { case: theft, network: 'three', others: [] }))
  assert.ok(one.told('suspend-line').includes('three'))
})

test('where no other network is known it is said at once that nobody has the number', () => {
  const one = openCase('number')
  assert.ok(one.run(askNetworks, { case: theft, not: 'range', networks: ['range'] }))
  assert.deepEqual(one.history.at(-1)?.type, 'reports.no-network-found')
  assert.equal(one.run(askNetworks, { case: theft, not: 'range', networks: ['range'] }), false)
})

test('USERS 4: a network that says that a line is not its own can never attest it or take its report back', () => {
  const said = fc.array(
    fc.record({
      ...{ network: fc.constantFrom(...networks), action: fc.constant(''), target: fc.constant('') },
      ...{
        input: fc.constant({}),
        says: fc.constantFrom<Hold['says']>('theirs', 'not-theirs', 'nothing-yet', 'nothing'),
      },
    }),
  )
  fc.assert(
    fc.property(said, fc.subarray(networks, { maxLength: 1 }), fc.constantFrom(...networks), (answers, home, asks) => {
      const holds = [...new Map(answers.map((one) => [one.network, one])).values()]
      const own = holds.find(({ network }) => network === asks)?.says
      const may = hasLine(holds, home, asks)
      if (own === 'not-theirs') assert.equal(may, false)
      else if (home.includes(asks)) assert.equal(may, true)
      // Somebody else may only while nobody at all has the line, and its own answer is still awaited.
      else if (may) assert.deepEqual([own, holds.some(({ says }) => says === 'theirs')], ['nothing-yet', false])
    }),
  )
})
