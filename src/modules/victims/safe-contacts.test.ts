import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decision, isRefusal } from '#ledger'
import { stored } from '#ledger/testing'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { HandsetSeen } from '#modules/sightings/events/handset-seen'
import type { VaultRef } from '#platform/vault-ref'
import { endContact } from './commands/end-contact.ts'
import { giveContact } from './commands/give-contact.ts'
import { tellVictim } from './commands/tell-victim.ts'
import { AccessGiven } from './events/access-given.ts'
import { ContactGiven } from './events/contact-given.ts'
import { LineRestored } from './events/line-restored.ts'
import { MessageOwed } from './events/message-owed.ts'
import { promiseOf } from './promise.ts'
import { addressOf, type Contact, languageIn, postLast, safeContacts } from './safe-contacts.ts'
import { timeline } from './timeline.ts'
import { goneBrowsers, told } from './told.ts'

const line = '+447700900123'
const other = '+447700900456'
const reportedAt = '2026-11-26T14:02:00.000Z'
const ref = 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef
const theft = TheftReported.sample.case
const victim = { reportedAt, line, restored: false, guarded: false, takenAgain: false, stolen: new Set<string>() }

const contact = (value: unknown, more: Partial<Contact> = {}): Contact => {
  const address = addressOf(value)
  assert.ok(address)
  return { ref, address, from: 'case', confirmed: true, ...more }
}

test('B51: the stolen number is not written to however it is typed, until its operator has replaced the SIM', () => {
  for (const typed of ['07700 900123', '+44 (0)7700 900 123', '0044 7700-900123', { number: '+447700900123' }]) {
    assert.deepEqual(safeContacts([contact(typed)], victim), [])
    assert.equal(safeContacts([contact(typed)], { ...victim, restored: true })[0]?.toLine, true)
  }
})

const home = { postal: ['A Name', '1 Some Street', 'London', 'N1 9GU'] }

test('B51: a letter goes only where nothing else reaches, and only what can wait for the post; in safe mode none', () => {
  const [letter, mail] = [contact(home), contact('owner@example.org')]
  assert.deepEqual(postLast([letter, mail], true), [mail])
  assert.deepEqual(postLast([letter], true), [letter])
  assert.deepEqual(postLast([letter], false), [])
  assert.equal(safeContacts([letter], victim).length, 1)
  assert.deepEqual(safeContacts([letter], { ...victim, guarded: true }), [])
})

test('what is kept as a contact says in which language it is written to; English where it does not', () => {
  assert.equal(languageIn({ number: other, language: 'cy' }), 'cy')
  for (const value of [other, { email: 'owner@example.org' }, { ...home, language: 'fr' }, undefined])
    assert.equal(languageIn(value), 'en')
  assert.deepEqual(addressOf({ ...home, language: 'cy' }), { channel: 'letter', to: home.postal })
})

test('B51: two friends robbed together do not tell each other’s thief', () => {
  assert.deepEqual(safeContacts([contact(other)], { ...victim, stolen: new Set([other]) }), [])
})

test('USERS 4, thief reads updates: what was prepared in the day before the report is not written to', () => {
  const prepared = (at: string) => contact('owner@example.org', { from: 'enrolment', preparedAt: at })
  assert.deepEqual(safeContacts([prepared('2026-11-25T14:02:01.000Z')], victim), [])
  assert.equal(safeContacts([prepared('2026-11-25T14:02:00.000Z')], victim).length, 1)
})

test('USERS 4, thief reads updates: the push subscriptions of the owner end with the report', () => {
  const push = { endpoint: 'https://push.example/1', keys: { p256dh: 'a', auth: 'b' } }
  assert.deepEqual(safeContacts([contact(push, { from: 'enrolment' })], victim), [])
})

test('B78: a trusted person’s own device takes pushes, unless they became trusted in the last day, and never in safe mode', () => {
  const push = { endpoint: 'https://push.example/1', keys: { p256dh: 'a', auth: 'b' } }
  const device = (preparedAt: string) => contact(push, { from: 'passkey', preparedAt })
  assert.equal(safeContacts([device('2026-11-25T14:02:00.000Z')], victim).length, 1)
  assert.deepEqual(safeContacts([device('2026-11-25T14:02:01.000Z')], victim), [])
  assert.deepEqual(safeContacts([device('2026-11-01T14:02:00.000Z')], { ...victim, guarded: true }), [])
})

test('USERS 4, stalking: in safe mode nothing that was prepared is used, and nothing that is not confirmed', () => {
  const safe = { ...victim, guarded: true }
  assert.deepEqual(safeContacts([contact('a@example.org', { from: 'enrolment' })], safe), [])
  assert.deepEqual(safeContacts([contact('a@example.org', { confirmed: false })], safe), [])
  assert.equal(safeContacts([contact('a@example.org')], safe).length, 1)
})

test('the same address is written to once', () => {
  assert.equal(
    safeContacts([contact('A@Example.org'), contact({ name: 'A', email: 'a@example.org' })], victim).length,
    1,
  )
})

type Step = 'contact' | 'restored' | 'told-line' | 'told-other'
const steps = fc.array(fc.constantFrom<Step>('contact', 'restored', 'told-line', 'told-other'), { maxLength: 20 })

test('B51: whatever happens in whatever order, no message is owed to the stolen number before its SIM was replaced', () => {
  fc.assert(
    fc.property(steps, (order) => {
      const events = [stored(TheftReported.of({ ...TheftReported.sample }), 1, reportedAt)]
      let restored = false
      for (const [index, step] of order.entries()) {
        const now = new Date(Date.parse(reportedAt) + (index + 1) * 1000).toISOString()
        const add = (event: ReturnType<typeof MessageOwed.of>) => events.push(stored(event, events.length + 1, now))
        if (step === 'restored') {
          restored = true
          add(LineRestored.of({ case: theft, by: 'first-operator' }) as never)
        } else if (step === 'contact')
          add(ContactGiven.of({ case: theft, contact: ref, by: 'text', confirmed: true }) as never)
        else {
          const toLine = step === 'told-line'
          const decision = tellVictim.decide(
            {
              ...{ case: theft, template: 'contact-added', next: promiseOf(reportedAt, now) },
              messages: [{ channel: 'text', message: ref, gateway: 'a-gateway', toLine }],
            },
            told.run(events),
            { now },
          )
          assert.equal(isRefusal(decision), toLine && !restored)
          if (!isRefusal(decision) && 'events' in decision) for (const event of decision.events) add(event as never)
        }
      }
    }),
  )
})

const refOf = (letter: string) => `v_${letter.repeat(21)}A` as VaultRef
const holder = { abuser: refOf('B'), victim: refOf('C') } as const
const mailboxOf = { abuser: 'holder@example.org', victim: 'safe@example.org' } as const
type Act = readonly [who: keyof typeof holder, what: 'contact' | 'seen', confirmed: boolean]
const acts = fc.array(
  fc.tuple(fc.constantFrom('abuser', 'victim'), fc.constantFrom('contact', 'seen'), fc.boolean()) as fc.Arbitrary<Act>,
  { maxLength: 12 },
)

test('USERS 4, stalking: whoever reports first and whenever safe mode comes, no contact of the account holder is written to, and no place stands on the page', () => {
  fc.assert(
    fc.property(acts, acts, fc.boolean(), (before, after, enrolled) => {
      const { place: _, description: __, ...report } = TheftReported.sample
      const contacts = new Map<VaultRef, string>()
      const facts = [
        TheftReported.of({ ...report, means: 'number', safeMode: false } as never),
        ...Object.values(holder).map((access) => AccessGiven.of({ case: theft, access })),
      ]
      const happens = ([who, what, confirmed]: Act) => {
        if (what === 'seen')
          return facts.push(HandsetSeen.of({ ...HandsetSeen.sample, case: theft, country: 'DZ' } as never) as never)
        const given = `v_${String(contacts.size).padStart(21, 'D')}A` as VaultRef
        contacts.set(given, mailboxOf[who])
        return facts.push(
          ContactGiven.of({ case: theft, contact: given, by: 'email', confirmed, access: holder[who] }) as never,
        )
      }
      before.forEach(happens)
      facts.push(SafeModeSet.of({ case: theft, on: true, by: 'holder', access: holder.victim }) as never)
      after.filter(([who]) => who === 'victim').forEach(happens)
      const history = facts.map((fact, n) => stored(fact, n + 1, reportedAt))
      const state = told.run(history)
      const known = state.contacts.map(({ ref, confirmed }) => ({ ...contact(contacts.get(ref), { confirmed }), ref }))
      const prepared = enrolled
        ? [contact(mailboxOf.abuser, { from: 'enrolment', preparedAt: '2026-01-01T00:00:00.000Z' })]
        : []
      const written = safeContacts([...known, ...prepared], { ...victim, guarded: state.guarded })
      assert.ok(written.every(({ address, confirmed }) => confirmed && address.to === mailboxOf.victim))
      const said = JSON.stringify(timeline(history, new Map(), state.guarded))
      assert.doesNotMatch(said, /Algeria|example\.org|v_/)
    }),
  )
})

const push = (n = 1) => ({ endpoint: `https://push.example/${n}`, keys: { p256dh: 'a', auth: 'b' } })

test('B51: a browser is told only where the victim said in the case that it is theirs, and not while the number is stolen again', () => {
  assert.equal(safeContacts([contact(push())], victim).length, 1)
  assert.equal(safeContacts([contact(push())], { ...victim, guarded: true }).length, 1)
  assert.deepEqual(safeContacts([contact(push(), { confirmed: false })], victim), [])
  assert.deepEqual(safeContacts([contact(push())], { ...victim, takenAgain: true }), [])
})

const codes = { holder: refOf('E'), other: refOf('F') } as const
const whose = fc.constantFrom<keyof typeof codes>('holder', 'other')
const endsAndNews = fc.record({ what: fc.constantFrom('ends', 'news') })
const browserStep = fc.oneof(
  fc.record({ what: fc.constant('asks' as const), who: whose, confirmed: fc.boolean() }),
  endsAndNews,
  fc.record({ what: fc.constant('stops' as const), who: whose }),
  fc.record({
    what: fc.constantFrom(
      'doubt',
      'abuse',
      'settled',
      'against',
      'numbers',
      'safe',
      'bare-safe',
      'split',
      'stolen',
      'proved',
    ),
  }),
)

test('B51, USERS 4: whatever happens in whatever order, a browser is told nothing after a doubt, safe mode, a split, a theft, the end, or the end of its code', () => {
  fc.assert(
    fc.property(fc.array(browserStep, { maxLength: 15 }), (steps) => {
      const { place: _, description: __, ...report } = TheftReported.sample
      const facts = [
        TheftReported.of({ ...report, means: 'number', safeMode: false } as never),
        ...Object.values(codes).map((access) => AccessGiven.of({ case: theft, access })),
      ] as ReturnType<typeof ContactGiven.of>[]
      const history = () => facts.map((fact, n) => stored(fact, n + 1, reportedAt))
      const run = (decision: Decision) => {
        if (isRefusal(decision)) return false
        facts.push(...(('events' in decision ? decision.events : decision) as typeof facts))
        return true
      }
      // Written apart from the fold: who takes notices, by what was done and nothing else.
      let taking: { ref: VaultRef; who: keyof typeof codes }[] = []
      let [doubt, ended, otherMute, given] = [false, false, false, 0]
      const over: VaultRef[] = []
      for (const step of steps) {
        const state = told.run(history())
        if ('who' in step && step.what === 'asks') {
          const contact = `v_${String(++given).padStart(21, 'G')}A` as VaultRef
          const { who, confirmed } = step
          const by = { case: theft, contact, access: codes[who], by: 'push', confirmed, isLine: false } as const
          const taken = run(giveContact.decide(by, state, { now: reportedAt }))
          assert.equal(taken, confirmed && !doubt && !ended && taking.length < 3, 'who may ask')
          if (taken && !(who === 'other' && otherMute)) taking.push({ ref: contact, who })
          continue
        }
        if ('who' in step) {
          const ending = { case: theft, access: codes[step.who], why: 'withdrawn' } as const
          run(endContact.decide(ending, state, { now: reportedAt }))
          over.push(...taking.filter(({ who }) => who === step.who).map(({ ref }) => ref))
          taking = taking.filter(({ who }) => who !== step.who)
          continue
        }
        const fact = {
          doubt: () => ConflictFound.of({ case: theft, conflict: 'second-claimant' }),
          settled: () =>
            ConflictSettled.of({ ...ConflictSettled.sample, case: theft, conflict: 'second-claimant', stands: true }),
          against: () =>
            ConflictSettled.of({ ...ConflictSettled.sample, case: theft, conflict: 'second-claimant', stands: false }),
          abuse: () => ConflictFound.of({ case: theft, conflict: 'domestic-abuse' }),
          numbers: () => ConflictFound.of({ case: theft, conflict: 'suspected-clone' }),
          safe: () => SafeModeSet.of({ case: theft, on: true, by: 'holder', access: codes.holder }),
          'bare-safe': () => SafeModeSet.of({ case: theft, on: true, by: 'holder', bare: true }),
          split: () => CasesLinked.of({ case: theft, other: CasesLinked.sample.other, as: 'first', same: false }),
          stolen: () => TheftTold.of({ case: theft, method: 'snatch' }),
          proved: () =>
            ProofShown.of({ ...ProofShown.sample, case: theft, means: 'operator-knowledge', access: codes.holder }),
          ends: () => CaseClosed.of({ case: theft, reason: 'no-lead-left' }),
          news: () => MessageOwed.of({ case: theft, channel: 'page', template: ended ? 'closed' : 'heartbeat' }),
        }[step.what]()
        facts.push(fact as never)
        doubt = ['doubt', 'against'].includes(step.what) || (doubt && step.what !== 'settled')
        ended ||= step.what === 'ends'
        // Whoever showed that they are the holder, or asked for safe mode, makes the other code fall silent.
        otherMute ||= step.what === 'proved' || step.what === 'safe'
        const isFirstAlarm = step.what === 'abuse' && !state.askedSafe
        const empties =
          isFirstAlarm ||
          ['doubt', 'against', 'safe', 'split', 'stolen'].includes(step.what) ||
          (step.what === 'news' && ended)
        if (empties) over.push(...taking.map(({ ref }) => ref))
        taking = empties ? [] : taking.filter(({ who }) => who === 'holder' || !otherMute)
      }
      const standing = told.run(history()).contacts.filter(({ push }) => push)
      assert.deepEqual(
        standing.map(({ ref }) => ref),
        taking.map(({ ref }) => ref),
      )
      const gone = goneBrowsers(history())
      assert.ok(standing.every(({ ref }) => !gone.includes(ref)))
      assert.ok(over.every((ref) => gone.includes(ref)))
    }),
    { numRuns: 500 },
  )
})

test('USERS 4: whoever knows only a number and ticks the box hides no country and refuses no letter of who shows more; they do of nobody else', () => {
  const { place: _, description: __, until: ___, ...report } = TheftReported.sample
  const { until: ____, ...proof } = ProofShown.sample
  const ticked = TheftReported.of({ ...report, means: 'number', safeMode: true } as never)
  const seen = HandsetSeen.of({ ...HandsetSeen.sample, case: theft, country: 'DZ' } as never)
  const guardedAfter = (...more: Parameters<typeof stored>[0][]) => {
    const history = [ticked, ...more, seen].map((fact, n) => stored(fact, n + 1, reportedAt))
    const { guarded } = told.run(history)
    return { guarded, said: JSON.stringify(timeline(history, new Map(), guarded)).includes('Algeria') }
  }
  assert.deepEqual(guardedAfter(), { guarded: true, said: false })
  const shown = ProofShown.of({ ...proof, case: theft, means: 'police-handler' } as never)
  assert.deepEqual(guardedAfter(shown), { guarded: false, said: true })
  const asked = SafeModeSet.of({ case: theft, on: true, by: 'staff' })
  assert.deepEqual(guardedAfter(shown, asked), { guarded: true, said: false })
})
