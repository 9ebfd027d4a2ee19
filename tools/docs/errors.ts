import { refusalsOf } from '#http/problem-pages'
import { problems } from '#http/problems'
import { loadCatalogue } from '#ledger/catalogue'
import type { Document } from './document.ts'

/** docs/errors.md: every coded problem that the HTTP edge or a command may answer. */
export const errors: Document = {
  path: 'docs/errors.md',
  render: async () => {
    const { commands } = await loadCatalogue()
    const refusals = Object.entries(refusalsOf([...commands.values()])).sort(([a], [b]) => a.localeCompare(b))
    return [
      '# Errors',
      '',
      'Made from the code (`npm run docs`). Every error is a problem document (RFC 9457): `type` is `/problems/CODE`,',
      '`reference` is the number to tell us, and the same as in the log. A code never changes its meaning.',
      '',
      '## Of the edge',
      '',
      '| code | status | what it means | what to do |',
      '|---|---|---|---|',
      ...Object.entries(problems).map(
        ([code, { status, title, detail }]) => `| \`${code}\` | ${status} | ${title} | ${detail} |`,
      ),
      '',
      '## Refusals of commands',
      '',
      '| code | status | what it means |',
      '|---|---|---|',
      ...refusals.map(([code, { status, says }]) => `| \`${code}\` | ${status} | ${says} |`),
      '',
    ].join('\n')
  },
}
