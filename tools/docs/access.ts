import { matrix, type Permission } from '#http/access/matrix'
import { purposes, type Role, records, roles } from '#http/access/vocabulary'
import type { Document } from './document.ts'

const rowsOf = ({ record, may, reach, purposes: allowed }: Permission) =>
  may.map((act) => `| ${record} | ${act} | ${reach} | ${allowed.join(', ')} |`)

const section = (role: Role) => [
  `## ${role}`,
  '',
  `${roles[role]}.`,
  '',
  '| record | act | whose | purposes |',
  '|---|---|---|---|',
  ...matrix.filter((row) => row.role === role).flatMap(rowsOf),
  '',
]

/** docs/access.md: who may do what to which record, and why. A test reads it back and tries every cell. */
export const access: Document = {
  path: 'docs/access.md',
  render: async () =>
    [
      '# Who may see and do what',
      '',
      'Made from the code (`npm run docs`); a test reads these tables back and tries every role, record, act and purpose.',
      'What is not listed is refused. `own`: only records of the caller’s organisation; `all`: of every organisation.',
      '',
      '## Purposes',
      '',
      'A caller names one in the header `Ringback-Purpose` for every record that holds personal data.',
      '',
      '| purpose | what for | lawful basis |',
      '|---|---|---|',
      ...Object.entries(purposes).map(([code, [title, basis]]) => `| ${code} | ${title} | ${basis} |`),
      '',
      '## Records',
      '',
      '| record | what it is | personal data |',
      '|---|---|---|',
      ...Object.entries(records).map(
        ([code, { title, personal }]) => `| ${code} | ${title} | ${personal ? 'yes' : 'no'} |`,
      ),
      '',
      ...(Object.keys(roles) as Role[]).flatMap(section),
    ].join('\n'),
}
