import type { z } from 'zod'
import { type Field, fieldsOf } from '../../src/cli/stats/parts/describe.ts'
import type { Method } from '../../src/cli/stats/parts/method.ts'
import { methods } from '../../src/cli/stats/parts/methods.ts'
import { answerTo } from '../../src/cli/stats/parts/run-method.ts'
import type { Document } from './document.ts'

const intro = `<!-- Made by npm run docs from src/cli/stats. -->

# Statistics: each method by hand

For analysts with R, Python or a shell. \`ringback stats METHOD [file]\` reads one JSON object from standard input or the file
and writes one to standard output; \`ringback stats\` lists the methods; \`ringback stats METHOD --help\` shows its shapes.

\`\`\`
echo '{"p": [0.01, 0.02, 0.03, 0.5], "q": 0.05}' | ringback stats fdr
\`\`\`

- **Units.** Metres and days. Grids row by row from the south-west corner: cell \`row × cols + col\`, row 0 in the south.
- **Chance.** The same input and seed give the same answer. Everything random comes from xoshiro128**, seeded.
- **Correction is on.** What returns many p-values returns \`q\` with them, by Benjamini and Hochberg, and says so in \`correction\`.
- **What has no answer is refused with 2, never answered with a number that looks like one.** Counts that are all alike have no \`moran\` and no \`local-moran\`: I is 0/0, which the same formula in spdep and esda makes NaN, and NaN is
  no JSON; \`gistar\` answers z 0 and p 1 there, for its sum is what was to be expected. An event where \`scan\` expects none has a score without end, and every world by chance has none there, so that one report would be the surest of all clusters.
  Give a small baseline, or none for the permutation scan. Where nothing has an answer it is given: \`fdr\` of no tests is no tests, as \`p.adjust\` in R has it; \`pai\` of no events is null.
- **Exit codes.** 0 answered; 2 the input is not what the method takes, and standard error says where; 3 the file cannot be opened.
- A field with \`?\` may be left out. A value that is not a number (NaN) is no JSON and is refused.

The code is \`src/lib/stats\`, one file a method, each with a brute force beside it in its test.
`

/** A cell of a table: no bar may end it. */
const cell = (text: string) => text.replaceAll('|', '\\|')

function fields(schema: z.ZodType, io: 'input' | 'output'): string {
  const row = ({ name, shape, says }: Field) => `| \`${name}\` | \`${cell(shape)}\` | ${cell(says)} |`
  return ['| field | shape | what it is |', '|---|---|---|', ...fieldsOf(schema, io).map(row)].join('\n')
}

const shortened = (value: unknown) =>
  JSON.stringify(value, (_, one) => (typeof one === 'number' ? Number(one.toPrecision(6)) : one))

const section = (method: Method) => `
## ${method.name}

${method.says}

In:

${fields(method.input, 'input')}

Out:

${fields(method.output, 'output')}

- **May be used for:** ${method.mayBeUsedFor}
- **May not be used for:** ${method.mayNotBeUsedFor}
- **Source:** ${method.source}

\`\`\`
${JSON.stringify(method.example)}
${shortened(JSON.parse(answerTo(method, JSON.stringify(method.example))))}
\`\`\`
`

/** Every method's shapes, use and source, and its example with its answer (to six digits). */
export const statistics: Document = {
  path: 'docs/guide/statistics.md',
  render: async () => `${intro}${(await methods()).map(section).join('')}`,
}
