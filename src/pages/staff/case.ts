import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type Caller, type Purpose, problem } from '#http'
import { matrix } from '#http/access/matrix'
import { judge, reaches } from '#http/access/policy'
import { readStream, type StoredEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { harmsOf, messagesOf, mostPoints, triageOf } from '#modules/harms/public'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { TheftReported } from '#modules/reports/events/theft-reported'
import {
  type EventTables,
  joinedReports,
  ownerOfCase,
  ownFacts,
  type TheftCase,
  theftCase,
} from '#modules/reports/public'
import { finderMessagesForStaff } from '#modules/safeguards/public'
import {
  addressOf,
  type CaseViewTables,
  caseView,
  type DeskTables,
  desk,
  itemsOfCase,
  notesOf,
  partnerNames,
  shownToStaff,
  told,
} from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { sortNames } from '../desk-words.ts'
import { triageWords } from '../harm-words.ts'
import { shownFinds } from '../shown-finds.ts'
import { mayReadWords, readWords, shownTalk } from '../staff-case.ts'
import { shownDetails, wordsOf } from '../told-details.ts'
import { shownHarms, wordsOfHarms } from '../told-harms.ts'

/** One case as its unit sees it: the victim's own page, what they told, what speaks against it, and how to reach them. */
export default definePage<CaseViewTables & TheftCase>()({
  url: '/staff/case/:case',
  title: 'Case',
  template: 'staff/case.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,
  params: z.object({ case: CaseId }),

  async load({ case: theft }, { db, audit, vault, caller, tenant, purpose, now }) {
    const owner = await ownerOfCase(db as unknown as Kysely<EventTables & TheftCase>, theft)
    if (owner === undefined) return problem('not-found')
    await audit('look', `case/${theft}`, owner)
    const view = await caseView(db as unknown as Kysely<CaseViewTables>, theft, owner, now())
    const row = await db.selectFrom('theft_case').selectAll().where('case_id', '=', theft).executeTakeFirst()
    if (!view || !row) return problem('not-found')
    const facts = await readStream(queryable(db), `case/${theft}`)
    const events = ownFacts(facts)
    const { contacts } = told.run(events)
    const may = shownToStaff(events)
    const { hidden, safeMode, guarded } = may
    const helpers = await namesOf(db, helpersIn(events))
    const mayRead = mayReadWords({ caller, tenant, purpose }, owner)
    const waits = await itemsOfCase(db as unknown as Kysely<DeskTables>, owner, theft, now())
    const { officer, end, challenge } = desk.run(events)
    const said = mayRead ? wordsOf(events, may) : []
    const after = { harms: harmsOf(events), messages: messagesOf(events) }
    const soon = triageOf({ method: row.method, danger: inDanger(events), safeMode, harms: after.harms })
    const names = await partnerNames(
      db as unknown as Kysely<never>,
      after.harms.flatMap(({ by }) => by ?? []),
    )
    const words = await vault.reveal('look-at-details', [
      ...said.map(({ ref }) => ref),
      ...(mayRead ? wordsOfHarms(after, may.shows) : []),
    ])
    const finders = await finderMessagesForStaff({ db: db as never, vault }, theft, mayRead && !hidden && !guarded)
    const mayContact = mayLookAtContacts({ caller, tenant, purpose }, owner)
    // In safe mode a contact is shown to nobody here: a screen in a police station is looked at by many.
    const shown = mayContact ? contacts.filter(({ access }) => may.shows(access)) : []
    const known = await vault.reveal(
      'look-at-contact',
      shown.map(({ ref }) => ref),
    )
    return {
      ...{
        view,
        theft,
        level: row.level,
        means: row.means,
        conflicts: row.conflicts,
        channel: row.channel,
        helpers,
        guarded,
        mayContact,
      },
      soon: { points: soon.points, of: mostPoints, because: soon.because.map((why) => triageWords[why]) },
      ...{ hidden, mayRead, details: shownDetails(said, words), harms: shownHarms(after, words, names) },
      ...{ mine: caller.kind === 'staff' && officer === caller.id, officer: officer ?? false },
      joinedTo: theftCase.run(events).joinedTo ?? false,
      ...{ joined: joinedReports(facts).length, apart: apartFrom(facts) },
      ...{ ended: end !== undefined, challenged: challenge !== undefined, own: owner === tenant },
      finders: shownFinds(finders),
      waits: waits.map((row) => ({ ...row, name: sortNames[row.sort] })),
      said: await readWords({ vault }, 'read-conversation', mayRead ? shownTalk(events, may) : []),
      notes: await readWords({ vault }, 'read-notes', mayRead ? notesOf(events) : []),
      contacts: [...known.values()].flatMap((one) => (one.erased ? [] : [writtenOf(one.value)])),
    }
  },
})

/** The case that this one's report had joined by itself. */
const apartFrom = ([first]: readonly StoredEvent[]): CaseId | false =>
  (first?.type === TheftReported.type && TheftReported.decode(first).apart) || false

const inDanger = (events: readonly StoredEvent[]): boolean =>
  events.some(({ type, data }) => {
    const isReport = type === TheftReported.type || type === ReportJoined.type
    return isReport && (data as { danger?: boolean }).danger === true
  })

/** For whom those acted who reported for the victim. */
const helpersIn = (events: readonly StoredEvent[]): string[] => [
  ...new Set(
    events.flatMap((event) => {
      const isReport = event.type === TheftReported.type || event.type === ReportJoined.type
      return isReport && (event.data as { channel: string }).channel === 'assisted' ? event.tenant : []
    }),
  ),
]

async function namesOf(db: Kysely<CaseViewTables & TheftCase>, slugs: readonly string[]): Promise<string[]> {
  if (slugs.length === 0) return []
  const organisations = (db as unknown as Kysely<Organisations>).selectFrom('organisation')
  return (await organisations.select('name').where('slug', 'in', slugs).orderBy('name').execute()).map(
    ({ name }) => name,
  )
}

type Organisations = { organisation: { slug: string; name: string } }

type Looker = { caller: Caller; tenant: string; purpose: Purpose | undefined }

/** A detective may read every force's cases, and contacts of their own only. */
function mayLookAtContacts({ caller, tenant, purpose }: Looker, owner: string): boolean {
  const verdict = judge(matrix, caller, { act: 'look', record: 'victim-contact' }, purpose)
  return verdict.may && reaches(verdict.reach, tenant, owner)
}

function writtenOf(value: unknown): string {
  const address = addressOf(value)
  if (!address || address.channel === 'push') return 'a device that takes notices'
  return address.channel === 'letter' ? address.to.join(', ') : address.to
}
