import type { Fact } from './read-export.ts'

/** One theft as the facts tell it; times in milliseconds since 1970. */
export type Theft = {
  readonly demo: boolean
  readonly force: string | undefined
  readonly reported: number
  /** From when it counts as a theft: a lost phone only once it was told to be stolen, and what was made up never. */
  stolen?: number
  madeUp: boolean
  /** It is a second report of another case's theft, which is counted there. */
  joined: boolean
  recovered?: number
  returned?: number
  ended?: number
  harmed?: number
  readonly messages: Set<number>
  /** When each message was owed, and by when it promised the next. */
  readonly promises: Map<number, number>
  /** What was answered, by the step at which it was asked: the first answer at each. */
  readonly feelings: Map<string, Feeling>
  /** By "kind partner". */
  readonly stops: Map<string, Stop>
}

export type Feeling = { readonly at: number; readonly safe: boolean; readonly mattered: boolean }
export type Stop = { readonly kind: string; readonly partner: string; owed?: number; confirmed?: number }

const stopKinds = new Set(['suspend-line', 'block-handset', 'lock-screen'])

/** Every theft of an export, whatever the order of its facts. */
export function theftsOf(facts: readonly Fact[]): Theft[] {
  const thefts = new Map<string, Theft>()
  for (const { type, case: name, at, demo = false, itsForce, itsMethod } of facts)
    if (type === 'reports.theft-reported' && !thefts.has(name))
      thefts.set(name, {
        demo,
        force: itsForce,
        reported: Date.parse(at),
        ...(itsMethod !== 'lost' && { stolen: Date.parse(at) }),
        ...{ madeUp: false, joined: false },
        messages: new Set(),
        promises: new Map(),
        feelings: new Map(),
        stops: new Map(),
      })
  for (const fact of facts) {
    const theft = thefts.get(fact.case)
    if (theft) tell(theft, fact)
  }
  return [...thefts.values()].filter(({ joined }) => !joined)
}

function tell(theft: Theft, fact: Fact): void {
  const at = Date.parse(fact.at)
  switch (fact.type) {
    case 'owed':
      note(theft, fact, 'owed', at)
      return
    case 'partners.action-acknowledged':
      note(theft, fact, 'confirmed', Date.parse(fact.itsAt ?? ''))
      return
    case 'victims.message-owed':
      theft.messages.add(at)
      if (fact.itsNext && !theft.promises.has(at)) theft.promises.set(at, Date.parse(fact.itsNext))
      return
    case 'reports.theft-told':
      theft.stolen = earlier(theft.stolen, at)
      return
    case 'reports.cases-linked':
      if (fact.itsAs === 'later') theft.joined = fact.itsSame === 'true'
      return
    case 'reports.report-withdrawn':
      if (fact.itsWhy === 'false-report') theft.madeUp = true
      theft.ended = earlier(theft.ended, at)
      return
    case 'reports.case-closed':
      theft.ended = earlier(theft.ended, at)
      if (fact.itsReason === 'returned') isBack(theft, at)
      return
    case 'harms.harm-told':
      theft.harmed = earlier(theft.harmed, at)
      return
    case 'victims.feeling-told':
      felt(theft, fact, at)
      return
    case 'exhibits.handset-returned':
      isBack(theft, at)
      return
    case 'exhibits.handset-seized':
    case 'exhibits.owner-found':
      theft.recovered = earlier(theft.recovered, at)
  }
}

function felt({ feelings }: Theft, { itsStep: step = '', itsSafe, itsMattered }: Fact, at: number): void {
  if (!feelings.has(step)) feelings.set(step, { at, safe: itsSafe === 'yes', mattered: itsMattered === 'yes' })
}

function isBack(theft: Theft, at: number): void {
  theft.returned = earlier(theft.returned, at)
  theft.recovered = earlier(theft.recovered, at)
}

function note(
  { stops }: Theft,
  { itsKind: kind = '', itsPartner: partner = '' }: Fact,
  what: 'owed' | 'confirmed',
  at: number,
) {
  if (!stopKinds.has(kind)) return
  const stop = stops.get(`${kind} ${partner}`) ?? { kind, partner }
  stop[what] = earlier(stop[what], at)
  stops.set(`${kind} ${partner}`, stop)
}

const earlier = (one: number | undefined, other: number) => (one === undefined ? other : Math.min(one, other))
