import { z } from 'zod'
import { matrix } from '#http/access/matrix'
import { purposes, type RecordKind, records, roles } from '#http/access/vocabulary'
import type { EventDefinition } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { type Kept, kept } from '#lib/kept'
import { type Kind, kinds, loadConnectors } from '#partners'
import type { VaultClass } from '#platform/vault/tables'
import type { Document } from './document.ts'

/** What each class of the vault holds. A class that is missing here is a fault of types. */
const classes: Readonly<Record<VaultClass, string>> = {
  name: 'names',
  contact: 'e-mail addresses, numbers and devices at which somebody may be told things',
  number: 'phone numbers and the numbers of SIMs',
  place: 'where a phone was taken or is',
  'free-text': 'what victims, finders and buyers wrote',
  document: 'codes and words, what was typed at enrolment, the text of messages, claims, receipts',
  image: 'pictures',
  identity: 'who owns a phone, who sold one, who signed in',
}

/** A gap for somebody to fill. It stays in the text, so that nobody takes the template for an assessment. */
const person = (asks: string) => `> **For a person:** ${asks}`

type Shape = {
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly description?: string
}
const shapeOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as unknown as Shape

const table = (heads: readonly string[], rows: readonly (readonly string[])[]) => [
  `| ${heads.join(' | ')} |`,
  `|${heads.map(() => '---').join('|')}|`,
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  '',
]

const vaultRef = '^v_[A-Za-z0-9_-]{22}$'
const pointsIntoVault = (shape: Shape): boolean =>
  shape.pattern === vaultRef ||
  [shape.items, ...(shape.anyOf ?? []), ...Object.values(shape.properties ?? {})].some(
    (one) => one && pointsIntoVault(one),
  )

/** The fields of an event that lead to a person: references into the vault, and IMEIs until their review. */
export function personalFields({ schema, pseudonymous }: EventDefinition): string[] {
  const fields = Object.entries(shapeOf(schema).properties ?? {})
  const refs = fields
    .filter(([, shape]) => pointsIntoVault(shape))
    .map(([name, { description }]) => `\`${name}\`${description ? ` (${description.replaceAll('|', '/')})` : ''}`)
  return pseudonymous ? [...refs, `IMEIs, looked at again by \`${pseudonymous}\``] : refs
}

/** The names of what a partner is given, without lists and groups around them. */
const leaves = (shape: Shape, name = ''): string[] => {
  const inner = Object.entries(shape.properties ?? {})
  if (inner.length > 0) return inner.flatMap(([key, one]) => leaves(one, key))
  return [name]
}

const spans: readonly (readonly [number, string])[] = [
  [365 * 86_400_000, 'year'],
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
]
/** `28 days`, `30 minutes`: in the largest span that divides it. */
export function spanOf(ms: number): string {
  const [span, word] = spans.find(([one]) => ms % one === 0) ?? [1000, 'second']
  const many = ms / span
  return `${many} ${word}${many === 1 ? '' : 's'}`
}

const dictionary = async () => {
  const { events } = await loadCatalogue()
  return [...events.values()]
    .map((event) => [event.type, personalFields(event)] as const)
    .filter(([, fields]) => fields.length > 0)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([type, fields]) => [`\`${type}\``, fields.join('; ')])
}

const recipients = async () => {
  const connectors = [...(await loadConnectors()).values()]
  return (Object.keys(kinds) as Kind[]).map((kind) => {
    const to = connectors.filter(({ actions }) => Object.hasOwn(actions, kind)).map(({ sort }) => sort)
    return [`\`${kind}\``, [...new Set(to)].sort().join(', '), leaves(shapeOf(kinds[kind].input)).join(', ')]
  })
}

const looks = () =>
  (Object.keys(records) as RecordKind[])
    .filter((record) => records[record].personal)
    .map((record) => {
      const rows = matrix.filter((row) => row.record === record)
      const who = rows.map(({ role, may, reach }) => `${role} (${may.join(', ')}; ${reach})`)
      return [`${records[record].title} (\`${record}\`)`, who.join('; ') || 'nobody']
    })

const bases = () =>
  Object.entries(purposes).map(([code, [title, basis]]) => [
    title,
    basis,
    [...new Set(matrix.filter((row) => row.purposes.some((one) => one === code)).map(({ role }) => role))].join(', ') ||
      'the person themselves',
  ])

const clocks = () =>
  Object.values<Kept>(kept).map(({ ms, end, what, why }) => [
    what,
    spanOf(ms),
    end === 'deleted' ? 'deleted by itself' : 'a person decides',
    why,
  ])

/** docs/dpia.md: what the code knows of an impact assessment, with the gaps that only a person can fill. */
export const dpia: Document = {
  path: 'docs/dpia.md',
  render: async () =>
    [
      '# Data-protection impact assessment: template',
      '',
      'Made from the code (`npm run docs`). It says what this version does; it is no assessment before a person has filled what is',
      'marked and a data-protection officer has signed it (UK GDPR art. 35; DPA 2018 s. 64).',
      '',
      '## 1. Who, and why',
      '',
      person(
        'Who is the controller, who the processor, who are joint controllers with you? Name the officer who is asked.',
      ),
      '',
      person('Whom have you asked (victims, their charities, staff, the public), and what did they say?'),
      '',
      '## 2. Purposes and lawful basis',
      '',
      'Each look names one of these. Nobody sees personal data without.',
      '',
      ...table(['purpose', 'lawful basis', 'roles that may name it'], bases()),
      person('Is each basis right for you? Is the processing necessary, and is there a way with less data?'),
      '',
      '## 3. Data dictionary',
      '',
      'Personal data are in the vault, under a key for each subject: destroying the key erases it everywhere, backups too. The',
      'ledger holds references, and IMEIs with a date of review.',
      '',
      ...table(
        ['class of the vault', 'what it holds'],
        Object.entries(classes).map(([name, holds]) => [name, holds]),
      ),
      'Facts that lead to a person, with the fields that do:',
      '',
      ...table(['fact', 'fields'], await dictionary()),
      person('Are there data of children, of health, of victims of abuse? Free text may hold any.'),
      '',
      '## 4. How long',
      '',
      ...table(['what', 'for', 'then', 'because'], clocks()),
      'What is due is listed by `ringback vault review-list`, and where IMEIs stand in the ledger by `ringback review`.',
      'The ledger’s facts, without what they refer to in the vault, and the audit of looks are kept.',
      '',
      person('How long do you keep the audit and the backups? Who looks at what is due, and how often?'),
      '',
      '## 5. Who is given what',
      '',
      'A partner gets what its kind of action needs and no more, for the time of the call.',
      '',
      ...table(['action', 'sort of partner', 'what it is given'], await recipients()),
      person(
        'Which partners have you connected, under which agreement? Does any of them keep data outside the United Kingdom?',
      ),
      '',
      '## 6. Who may look',
      '',
      'What is not listed is refused. `own`: records of the caller’s organisation alone. Each look is written down with its purpose.',
      '',
      ...table(['record', 'role (acts; whose)'], looks()),
      `There are ${Object.keys(roles).length} roles; [access](access.md) has each with its purposes.`,
      '',
      person(
        'Which of your people hold which role? Who looks at the audit, and what happens to somebody who looked without need?',
      ),
      '',
      '## 7. Risks',
      '',
      'What the design does about each stands in the record of its decisions ([adr](adr/)).',
      '',
      ...table(
        ['risk', 'what the program does', 'what is left: for a person'],
        [
          [
            'Somebody stops a phone that is not theirs',
            'weak proof stops little and ends by itself; the owner is told; an undo by other means',
            '',
          ],
          [
            'An ex-partner learns where somebody is',
            'safe mode; no place or contact on the case page; a finder’s words only with proof, and never in safe mode',
            '',
          ],
          ['A thief reads the messages', 'nothing to the stolen number; no link; a word that only the victim has', ''],
          ['Staff look without need', 'purpose and audit of every look; limits by the minute', ''],
          ['The vault is copied', 'a key for each subject, wrapped by one that is no part of the database', ''],
          [
            'A figure points at somebody',
            'counts under 5 are not published, nor what they could be worked out from',
            '',
          ],
          [
            'A poster or checkup follows people',
            'openings are counted by day; no cookie; nothing is typed or sent',
            '',
          ],
        ],
      ),
      person('How likely and how severe is each for you? What else could happen?'),
      '',
      '## 8. Rights',
      '',
      'A case’s owner sees it with code and word. Erasing what is held of somebody destroys its key.',
      '',
      person('Where do people ask, who answers within a month, and who decides what police records are exempt?'),
      '',
      '## 9. Signed',
      '',
      person('Data-protection officer, controller, date; date of the next look.'),
      '',
    ].join('\n'),
}
