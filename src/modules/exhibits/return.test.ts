import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CommandDefinition, isRefusal, type NewEvent, type StoredEvent } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { type Imei, type ImeiKey, imeiOf, keysOf } from '#lib/imei/imei'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { theftCase } from '#modules/reports/public'
import { approveReturn } from './commands/approve-return.ts'
import { findOwner } from './commands/find-owner.ts'
import { matchExhibit } from './commands/match-exhibit.ts'
import { returnHandset } from './commands/return-handset.ts'
import { ruleOutOwner } from './commands/rule-out-owner.ts'
import { seizeHandset } from './commands/seize-handset.ts'
import { HandsetReturned } from './events/handset-returned.ts'
import { HandsetSeized } from './events/handset-seized.ts'
import { OwnerFound } from './events/owner-found.ts'
import { exhibit as exhibitFold } from './exhibit.ts'
import { judge } from './match/judge.ts'
import { worldFacts } from './match/testing.ts'
import { type Crime, crimes, ExhibitId, type OwnershipProof, proofNames, proofs } from './vocabulary.ts'

const at = '2026-01-01T10:00:00.000Z'
const uuid = (kind: string, n: number) => `${kind}000000${n}-0000-4000-8000-000000000000`
const theft = CaseId.parse(uuid('c', 1))
const elsewhere = CaseId.parse(uuid('c', 2))
const exhibit = ExhibitId.parse(uuid('e', 1))
const imei = (n: number) => imeiOf(`3500000100000${n}` as ImeiKey)
const reviewBy = at

const report = (id: CaseId, imeis: Imei[], means: 'number' | 'stop-word' | 'police-handler' = 'police-handler') =>
  TheftReported.of({
    ...{
      case: id,
      channel: 'force-system',
      means,
      imeis,
      method: 'snatch',
      safeMode: false,
      mayLocate: true,
      reviewBy,
    },
  })
const seizure = HandsetSeized.of({ exhibit, imeis: [imei(1)], power: 'pace-s1', case: theft, reviewBy })
const found = OwnerFound.of({ case: theft, exhibit, by: 'tray', seizedAt: at })
const asking = { case: theft, exhibit, proof: 'box' as const }
const looked = { known: theft, owners: [theft], numbers: keysOf([imei(1)]) }
const refusedOf = (decision: object) => ('refused' in decision ? decision.refused : 'done')

test('B67: a case that had no lead left is open again when police find its phone, so that its owner is told; no other end is undone by it', () => {
  const typesAfter = (...history: NewEvent[]) =>
    eventsOf(given(findOwner, history).when({ ...found.data, stops: [] } as never)).map(({ type }) => type)
  const reported = report(theft, [imei(1)])
  const ended = (reason: 'no-lead-left' | 'returned' | 'duplicate') => CaseClosed.of({ case: theft, reason })
  assert.deepEqual(typesAfter(reported), ['exhibits.owner-found'])
  assert.deepEqual(typesAfter(reported, ended('no-lead-left')), ['reports.case-reopened', 'exhibits.owner-found'])
  for (const reason of ['returned', 'duplicate'] as const)
    assert.deepEqual(typesAfter(reported, ended(reason)), ['exhibits.owner-found'], reason)
})

test('a return is approved only by its own case, undisputed, with proof that is enough', () => {
  const approve = (history: NewEvent[], proof: OwnershipProof = 'box', crime: Crime = 'none') =>
    refusedOf(given(approveReturn, history).when({ ...asking, ...looked, proof, crime }, at))
  const reported = report(theft, [imei(1)])
  assert.equal(approve([reported, found]), 'done')
  assert.equal(approve([reported]), 'other-case')
  assert.equal(
    approve([reported, OwnerFound.of({ ...found.data, exhibit: ExhibitId.parse(uuid('e', 2)) })]),
    'other-case',
  )
  const second = OwnerFound.of({ ...found.data, exhibit: ExhibitId.parse(uuid('e', 2)) })
  assert.equal(approve([reported, found, second]), 'two-phones-one-case')
  const conflict = ConflictFound.of({ case: theft, conflict: 'second-claimant' })
  const settled = (stands: boolean) =>
    ConflictSettled.of({ case: theft, conflict: 'second-claimant', stands, reason: 'identity-checked' })
  assert.equal(approve([reported, found, conflict]), 'case-disputed')
  assert.equal(approve([reported, found, conflict, settled(false)]), 'case-disputed')
  assert.equal(approve([reported, found, conflict, settled(true)]), 'done')
  assert.equal(
    approve([reported, found, ReportWithdrawn.of({ case: theft, why: 'not-me', means: 'police-handler' })]),
    'case-taken-back',
  )
  assert.equal(approve([reported, found, CaseClosed.of({ case: theft, reason: 'returned' })]), 'case-taken-back')
  assert.equal(approve([reported, found, CaseClosed.of({ case: theft, reason: 'no-lead-left' })]), 'done')
  const claimed = report(theft, [imei(1)], 'stop-word')
  assert.equal(approve([claimed, found], 'code-and-word'), 'more-proof-needed')
  assert.equal(approve([claimed, found], 'operator-match'), 'more-proof-needed')
  assert.equal(approve([reported, found], 'code-and-word', 'recorded'), 'more-proof-needed')
  const recorded = ProofShown.of({ case: theft, means: 'crime-reference', imeis: [], reviewBy })
  assert.equal(approve([reported, recorded, found], 'code-and-word', 'recorded'), 'done')
  assert.equal(approve([reported, found], 'box', 'asked'), 'crime-not-answered')
  assert.equal(approve([reported, found], 'box', 'refused'), 'done')
  assert.equal(approve([claimed, found], 'purchase-receipt'), 'done')
})

test('USERS 4: a recorded crime and the code give nobody a phone whose number their case does not know', () => {
  const recorded = ProofShown.of({ case: theft, means: 'crime-reference', imeis: [], reviewBy })
  const approve = (imeis: Imei[], proof: OwnershipProof) =>
    refusedOf(
      given(approveReturn, [report(theft, imeis), recorded, found]).when(
        { ...asking, ...looked, proof, crime: 'recorded' },
        at,
      ),
    )
  assert.equal(approve([], 'code-and-word'), 'more-proof-needed')
  assert.equal(approve([imei(2)], 'operator-match'), 'more-proof-needed')
  assert.equal(approve([imei(1)], 'code-and-word'), 'done')
  assert.equal(approve([], 'purchase-receipt'), 'done')
})

test('a return that the exhibit or the register would refuse is not approved: the owner’s page says nothing that is not so', () => {
  const approve = (more: Partial<typeof looked>) =>
    refusedOf(
      given(approveReturn, [report(theft, [imei(1)]), found]).when(
        { ...asking, ...looked, ...more, crime: 'none' },
        at,
      ),
    )
  assert.equal(approve({}), 'done')
  assert.equal(approve({ owners: [] }), 'not-one-owner')
  assert.equal(approve({ owners: [theft, elsewhere] }), 'not-one-owner')
  assert.equal(approve({ owners: [elsewhere] }), 'not-one-owner')
  assert.equal(approve({ known: elsewhere }), 'other-case')
})

test('a handset goes to the case that was shown, and only while that alone names it', () => {
  const give = (input: { case?: CaseId; owners: CaseId[] }, history: NewEvent[] = [seizure]) =>
    refusedOf(given(returnHandset, history).when({ exhibit, case: theft, proof: 'box', ...input }))
  assert.equal(give({ owners: [theft] }), 'done')
  assert.equal(give({ owners: [] }), 'not-one-owner')
  assert.equal(give({ owners: [theft, elsewhere] }), 'not-one-owner')
  assert.equal(give({ owners: [elsewhere] }), 'not-one-owner')
  assert.equal(give({ case: elsewhere, owners: [elsewhere] }), 'other-case')
  assert.equal(give({ owners: [theft] }, []), 'no-exhibit')
  const gone = eventsOf(given(returnHandset, [seizure]).when({ ...asking, owners: [theft] }))
  assert.deepEqual(
    gone.map(({ type }) => type),
    ['exhibits.handed-over', 'exhibits.handset-returned'],
  )
  assert.equal(give({ owners: [theft] }, [seizure, ...gone]), 'already-returned')
})

test('E2: an exhibit that was found to be another’s no longer stands in the way of the case’s own', () => {
  const second = OwnerFound.of({ ...found.data, exhibit: ExhibitId.parse(uuid('e', 2)) })
  const history = [report(theft, [imei(1)]), second, found]
  const ruled = given(ruleOutOwner, history).when({ case: theft, exhibit: second.data.exhibit })
  const after = [...history, ...eventsOf(ruled)]
  const approve = (events: NewEvent[]) =>
    refusedOf(given(approveReturn, events).when({ ...asking, ...looked, crime: 'none' }, at))
  assert.equal(approve(history), 'two-phones-one-case')
  assert.equal(approve(after), 'done')
  assert.equal(refusedOf(given(ruleOutOwner, after).when({ case: theft, exhibit: second.data.exhibit })), 'other-case')
  assert.equal(refusedOf(given(findOwner, after).when({ ...second.data, stops: [] })), 'done', 'it may come back')
})

test('B66: locating ends when police have the handset; the blocks stay until the owner has it', () => {
  const stop = {
    action: uuid('a', 1),
    partner: 'first-maker',
    target: `case/${theft}/x`,
    input: { line: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
  }
  const stops = [
    { ...stop, kind: 'start-locating' },
    { ...stop, kind: 'block-handset', action: uuid('a', 2) },
  ]
  const decided = given(findOwner, [report(theft, [imei(1)])]).when({ ...found.data, stops })
  assert.ok(!isRefusal(decided) && 'owes' in decided)
  assert.deepEqual(
    decided.owes.map(({ kind, cancels }) => [kind, cancels]),
    [['stop-locating', stop.action]],
  )
})

/** Streams in memory, over the real decisions. */
class Books {
  readonly streams = new Map<string, StoredEvent[]>()
  of = (stream: string) => this.streams.get(stream) ?? []
  append(events: readonly NewEvent[]) {
    for (const event of events)
      this.streams.set(event.stream, [...this.of(event.stream), stored(event, this.of(event.stream).length + 1, at)])
  }
  do<Input, State, Code extends string, Raw>(command: CommandDefinition<Input, State, Code, Raw>, raw: Raw): boolean {
    const input = command.input.parse(raw)
    const decision = command.decide(input, command.state.run(this.of(command.stream(input))), { now: at })
    if (!isRefusal(decision)) this.append(eventsOf(decision))
    return !isRefusal(decision)
  }
  thefts = () =>
    cases.map((id) => [id, theftCase.run(this.of(`case/${id}`))] as const).filter(([, one]) => one.standing)
  /** Whose it is, by everything on record now. */
  verdict(self: ExhibitId) {
    const naming = this.thefts().filter(([, { ended, closedFor }]) => !ended || closedFor === 'no-lead-left')
    const held = exhibits.map((id) => [id, exhibitFold.run(this.of(`exhibit/${id}`))] as const)
    const facts = worldFacts({
      cases: Object.fromEntries(
        naming.map(([id, { imeis, conflicts, standing }]) => [
          id,
          { keys: keysOf(imeis as Imei[]), disputed: conflicts.length > 0, unproven: standing?.level === 0 },
        ]),
      ),
      held: Object.fromEntries(
        held
          .filter(([, one]) => one.seizedAt && one.heldBy !== 'owner')
          .map(([id, one]) => [id, keysOf(one.imeis as Imei[])]),
      ),
    })
    return (imeis: readonly Imei[]) => judge(keysOf(imeis), facts, self)
  }
}

const cases = [1, 2, 3].map((n) => CaseId.parse(uuid('c', n)))
const exhibits = [1, 2, 3].map((n) => ExhibitId.parse(uuid('e', n)))
const some = fc.uniqueArray(fc.constantFrom(...[1, 2, 3, 4].map(imei)), { minLength: 1, maxLength: 2 })
const aCase = fc.constantFrom(...cases)
const anExhibit = fc.constantFrom(...exhibits)
/** Mostly the numbers of the handset of the same place in its list: else every history would be one tangle. */
const numbersOf = (place: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<Imei[]>([imei(place + 1)]) }, { weight: 1, arbitrary: some })
const aTheft = fc.nat(2).chain((place) => fc.tuple(fc.constantFrom(...cases.slice(place, place + 1)), numbersOf(place)))
const aHandset = fc
  .nat(2)
  .chain((place) => fc.tuple(fc.constantFrom(...exhibits.slice(place, place + 1)), numbersOf(place)))
type Step = (books: Books) => void

const caseOf = (verdict: ReturnType<ReturnType<Books['verdict']>>) =>
  verdict.state === 'matched' ? verdict.case : undefined
const told = (books: Books, id: ExhibitId, theft: string) =>
  books.do(findOwner, { case: theft, exhibit: id, by: 'tray', seizedAt: at, stops: [] })

const reports = fc
  .tuple(aTheft, fc.constantFrom('number' as const, 'stop-word' as const, 'police-handler' as const))
  .map(
    ([[id, imeis], means]): Step =>
      (books) => {
        if (books.of(`case/${id}`).length === 0) books.append([report(id, imeis, means)])
      },
  )
const learns = fc.tuple(aTheft, fc.constantFrom('police-handler' as const, 'crime-reference' as const)).map(
  ([[id, imeis], means]): Step =>
    (books) => {
      if (books.of(`case/${id}`).length > 0) books.append([ProofShown.of({ case: id, means, imeis, reviewBy })])
    },
)
const conflicts = fc
  .tuple(aCase, fc.constantFrom('found', 'stands', 'falls', 'withdrawn', 'no-lead-left', 'returned'))
  .map(
    ([id, what]): Step =>
      (books) => {
        const conflict = 'second-claimant' as const
        if (books.of(`case/${id}`).length === 0) return
        if (what === 'found') books.append([ConflictFound.of({ case: id, conflict })])
        else if (what === 'withdrawn')
          books.append([ReportWithdrawn.of({ case: id, why: 'found', means: 'police-handler' })])
        else if (what === 'stands' || what === 'falls')
          books.append([
            ConflictSettled.of({ case: id, conflict, stands: what === 'stands', reason: 'identity-checked' }),
          ])
        else books.append([CaseClosed.of({ case: id, reason: what === 'returned' ? 'returned' : 'no-lead-left' })])
      },
  )
const seizes = fc.tuple(aHandset, fc.integer({ min: 0, max: 5 })).map(
  ([[id, imeis], tells]): Step =>
    (books) => {
      const theft = caseOf(books.verdict(id)(imeis))
      const done = books.do(seizeHandset, { exhibit: id, imeis, power: 'pace-s1', ...(theft && { case: theft }) })
      if (done && theft && tells > 0) told(books, id, theft)
    },
)
const matches = anExhibit.map(
  (id): Step =>
    (books) => {
      const { imeis, case: before } = exhibitFold.run(books.of(`exhibit/${id}`))
      const theft = caseOf(books.verdict(id)(imeis as Imei[]))
      if (!theft || !books.do(matchExhibit, { exhibit: id, case: theft, by: 'looked-again' })) return
      if (before) books.do(ruleOutOwner, { case: CaseId.parse(before), exhibit: id })
      told(books, id, theft)
    },
)
const returned: { right: number } = { right: 0 }
const returns = fc.tuple(anExhibit, fc.constantFrom(...proofNames), fc.constantFrom(...crimes)).map(
  ([id, proof, crime]): Step =>
    (books) => {
      const { imeis } = exhibitFold.run(books.of(`exhibit/${id}`))
      for (const theft of cases) {
        const owner = caseOf(books.verdict(id)(imeis as Imei[]))
        const owners = owner ? [owner] : []
        const { case: known, heldBy } = exhibitFold.run(books.of(`exhibit/${id}`))
        if (heldBy === 'owner') continue // asked before anything is approved, as `returnExhibit` does
        const numbers = keysOf(imeis as Imei[])
        if (!books.do(approveReturn, { case: theft, exhibit: id, proof, crime, known, owners, numbers })) continue
        const { standing } = theftCase.run(books.of(`case/${theft}`))
        assert.ok(standing?.level === 4 || (proofs[proof].document && crime !== 'asked'), 'ADR 0017')
        assert.ok(books.do(returnHandset, { exhibit: id, case: theft, proof, owners }), 'what was approved goes')
        belongs(books, id, theft, imeis as Imei[])
        returned.right += 1
        books.append([CaseClosed.of({ case: theft, reason: 'returned' })])
      }
    },
)

/** By the records alone, and not by `judge`: this handset is that case's and nobody else's. */
function belongs(books: Books, id: ExhibitId, theft: string, imeis: readonly Imei[]) {
  const [, own] = books.thefts().find(([one]) => one === theft) ?? []
  assert.ok(own && imeis.some((one) => own.imeis.includes(one)), 'its case names one of its numbers')
  assert.deepEqual(own.conflicts, [])
  assert.ok(!own.ended || own.closedFor === 'no-lead-left')
  for (const [other, one] of books.thefts())
    if (other !== theft && (!one.ended || one.closedFor === 'no-lead-left'))
      assert.ok(!imeis.some((n) => one.imeis.includes(n)), 'no other case names any of its numbers')
  for (const other of exhibits.filter((one) => one !== id)) {
    const held = exhibitFold.run(books.of(`exhibit/${other}`))
    if (held.seizedAt && held.heldBy !== 'owner')
      assert.ok(!imeis.some((n) => held.imeis.includes(n)), 'no copy in custody')
  }
}

test('E2: over any history of reports, proofs, disputes, seizures and returns, no handset goes to a case that it does not belong to', () => {
  const step = fc.oneof(reports, reports, reports, learns, conflicts, seizes, seizes, seizes, matches, returns, returns)
  fc.assert(
    fc.property(fc.array(step, { minLength: 8, maxLength: 60 }), (steps) => {
      const books = new Books()
      for (const one of steps) one(books)
      for (const id of exhibits) {
        const handed = books.of(`exhibit/${id}`).filter(({ type }) => type === HandsetReturned.type)
        assert.ok(handed.length <= 1, 'nothing is returned twice')
      }
    }),
    { numRuns: 3000 },
  )
  assert.ok(returned.right > 100, `the property saw ${returned.right} returns`)
})
