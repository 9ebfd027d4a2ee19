// Gives every English sentence its place in Welsh: what is new is to be translated by a person, what is gone goes.
// `npm run words`, after a sentence was added.
import { readdirSync, writeFileSync } from 'node:fs'
import { toTranslate, type Welsh } from '#modules/victims/welsh'

const folder = new URL('../src/modules/victims/sentences/', import.meta.url)

type Sentences = Readonly<Record<string, Welsh>>
type Area = { readonly name: string; readonly sentences: Sentences }

async function areaOf(file: URL): Promise<Area | undefined> {
  try {
    const [first] = Object.entries((await import(file.href)) as Record<string, Sentences>)
    return first && { name: first[0], sentences: first[1] }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined // no Welsh of this area yet
    throw cause
  }
}

const quoted = (key: string) => (/^[a-z]\w*$/i.test(key) ? key : `'${key}'`)
const written = (welsh: Welsh) => (welsh === toTranslate ? 'toTranslate' : `'${String(welsh).replaceAll("'", '’')}'`)

/** The Welsh of one area, as its file says it: the keys of the English one, in their order. */
export function welshFile(file: string, english: Area, welsh: Sentences): string {
  const lines = Object.keys(english.sentences).map((key) => `  ${quoted(key)}: ${written(welsh[key] ?? toTranslate)},`)
  const uses = lines.some((line) => line.endsWith(': toTranslate,')) ? 'toTranslate, type Welsh' : 'type Welsh'
  return [
    `import { ${uses} } from '../../welsh.ts'`,
    `import type { ${english.name} as english } from '../${file}'`,
    '',
    '/** Kept complete by `npm run words`. Write only what you are sure of; a Welsh speaker reads it before it is offered. */',
    `export const ${english.name} = {`,
    ...lines,
    '} as const satisfies Record<keyof typeof english, Welsh>',
    '',
  ].join('\n')
}

async function main(): Promise<void> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'cy.ts')) {
    const english = await areaOf(new URL(file, folder))
    if (!english) throw new Error(`${file} has no sentences: export one object of them.`)
    const target = new URL(`cy/${file}`, folder)
    const welsh = await areaOf(target)
    writeFileSync(target, welshFile(file, english, welsh?.sentences ?? {}))
  }
}

if (import.meta.main) await main()
