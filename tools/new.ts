// npm run new KIND NAME: writes the first lines of one new file (of a page, its template too), in its place, and never over an existing one.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

type Recipe = {
  readonly form: RegExp
  readonly example: string
  readonly file: (name: string) => string
  readonly text: (name: string) => string
  /** What stands beside the file under the same name, by its ending: a page and its template are one thing. */
  readonly beside?: { readonly ending: string; readonly text: string }
}

const pascal = (name: string) => name.replaceAll(/(?:^|[-.])(\w)/g, (_, letter: string) => letter.toUpperCase())
const camel = (name: string) => pascal(name).replace(/^./, (letter) => letter.toLowerCase())
const moduleOf = (name: string) => name.split('.')[0] ?? ''
const rest = (name: string) => name.split('.')[1] ?? ''
const inModule = /^[a-z]+\.[a-z]+(-[a-z]+)*$/
const alone = /^[a-z0-9]+(-[a-z0-9]+)*$/

export const recipes: Readonly<Record<string, Recipe>> = {
  event: {
    form: inModule,
    example: 'register.handset-registered',
    file: (name) => `src/modules/${moduleOf(name)}/events/${rest(name)}.ts`,
    text: (name) => `import { z } from 'zod'
import { defineEvent } from '#ledger'

/** What happened, in one line, in the past tense. */
export const ${pascal(rest(name))} = defineEvent('${name}', {
  version: 1,
  stream: ({ id }) => \`${moduleOf(name)}/\${id}\`,
  data: z.object({ id: z.uuid() }),
  sample: { id: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11' },
})
`,
  },
  command: {
    form: inModule,
    example: 'register.register-handset',
    file: (name) => `src/modules/${moduleOf(name)}/commands/${rest(name)}.ts`,
    text: (name) => `import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'

const state = fold({ done: false }, () => [])

/** What it does, and on whose word. */
export const ${camel(rest(name))} = defineCommand('${rest(name)}', {
  input: z.object({ id: z.uuid() }),
  refusals: { 'already-done': { status: 409, says: 'This was done before. Nothing needs doing.' } },
  stream: ({ id }) => \`${moduleOf(name)}/\${id}\`,
  state,

  decide(_, { done }) {
    if (done) return refuse('already-done')
    return []
  },
})
`,
  },
  view: {
    form: inModule,
    example: 'register.imei-status',
    file: (name) => `src/modules/${moduleOf(name)}/views/${rest(name)}.ts`,
    text: (name) => `import { defineView } from '#ledger'

export type ${pascal(rest(name))} = { ${rest(name).replaceAll('-', '_')}: { id: string } }

/** One row a what? Its table needs a migration. Async: set, do not add. */
export const ${camel(rest(name))} = defineView<${pascal(rest(name))}>('${rest(name).replaceAll('-', '_')}', 'async', () => [])
`,
  },
  route: {
    form: inModule,
    example: 'register.check-imei',
    file: (name) => `src/modules/${moduleOf(name)}/routes/${rest(name)}.ts`,
    text: (name) => `import { z } from 'zod'
import { defineRoute } from '#http'

/** Who asks this, and what for. */
export default defineRoute()({
  method: 'GET',
  url: '/api/${rest(name)}',
  summary: 'One line for the reader of the API',
  who: { act: 'look', record: 'measure' },
  reply: z.object({ answer: z.string() }),
  handle: () => ({ answer: '' }),
})
`,
  },
  measure: {
    form: alone,
    example: 'return-rate',
    file: (name) => `src/modules/statistics/measures/${name}.ts`,
    text: (name) => `import { defineMeasure } from '../define-measure.ts'

export default defineMeasure({
  slug: '${name}',
  title: '',
  plain: 'What is counted, for a reader who has never heard of us.',
  columns: [{ key: 'thefts', says: 'Thefts', unit: 'thefts' }],
  chart: 'thefts',
  hideBelow: 5,
  caveats: [],
  compute: async () => [],
})
`,
  },
  connector: {
    form: alone,
    example: 'example-operator',
    file: (name) => `src/partners/connectors/${name}.ts`,
    text: (name) => `import { z } from 'zod'
import { defineConnector } from '#partners'

/** Whose contract this is. Its own words stop at this file. */
export default defineConnector({
  contract: '${name}',
  sort: 'operator',
  config: z.object({ baseUrl: z.url(), clientId: z.string() }),
  actions: {},
})
`,
  },
  page: {
    form: /^[a-z]+\.[a-z]+(-[a-z]+)*$/,
    example: 'public.check',
    file: (name) => `src/pages/${moduleOf(name)}/${rest(name)}.ts`,
    text: (name) => `import { definePage } from '../define-page.ts'

/** Who reads this, and what they do next. */
export default definePage()({
  url: '/${rest(name)}',
  title: 'What the window is called',
  template: '${moduleOf(name)}/${rest(name)}.njk',
  who: 'anyone',
})
`,
    beside: {
      ending: '.njk',
      text: `{% extends "layout/layout.njk" %}
{% block content %}
<div class="rb-text">
<h1 class="govuk-heading-xl">{{ title }}</h1>
</div>
{% endblock %}
`,
    },
  },
}

export function write(kind: string, name: string, root: URL): string {
  const recipe = recipes[kind]
  if (!recipe) throw new Error(`There is no recipe for ${kind}. There are: ${Object.keys(recipes).join(', ')}.`)
  if (!recipe.form.test(name)) throw new Error(`Name a ${kind} like ${recipe.example}.`)
  const path = recipe.file(name)
  const file = new URL(path, root)
  if (existsSync(file)) throw new Error(`${path} exists already.`)
  mkdirSync(dirname(file.pathname), { recursive: true })
  writeFileSync(file, recipe.text(name))
  if (recipe.beside) writeFileSync(new URL(path.replace(/\.ts$/, recipe.beside.ending), root), recipe.beside.text)
  return path
}

if (import.meta.main) {
  try {
    const [kind = '', name = ''] = process.argv.slice(2)
    console.log(`written: ${write(kind, name, new URL('../', import.meta.url))}`)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 2
  }
}
