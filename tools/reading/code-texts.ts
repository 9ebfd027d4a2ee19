import { stripTypeScriptTypes } from 'node:module'
import { type Node, parse } from 'acorn'
import { ancestor } from 'acorn-walk'

type Literal = Node & { value?: unknown; quasis?: { value: { cooked?: string | null } }[] }

/** Said to whoever reads a log, or to whoever calls our API; never on a screen. */
const notSaid = ['ThrowStatement', 'NewExpression', 'ImportDeclaration', 'TaggedTemplateExpression']
const notShown = ['summary', 'description', 'url', 'template']

type Key = Node & { key?: { name?: string; value?: unknown } }
const isShown = (parents: readonly Node[]) =>
  !parents.some(
    (node) =>
      notSaid.includes(node.type) ||
      (node.type === 'Property' && notShown.includes(String((node as Key).key?.name ?? ''))),
  )

/** A sentence or a label of more than one word: it begins as one does. */
const reads = /^[\p{Lu}“"](?=.*\p{Ll}).*\s/su

/** What a file of ours says on a screen or in a message: its texts that begin as a sentence does. A value stands as a sign. */
export function textsOfCode(source: string): string[] {
  const tree = parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' })
  const texts: string[] = []
  const take = (text: string, parents: readonly Node[]) => {
    if (reads.test(text) && isShown(parents)) texts.push(text.replaceAll(/\s+/g, ' '))
  }
  ancestor(tree, {
    Literal: (node, _, parents) => {
      const { value } = node as Literal
      if (typeof value === 'string') take(value, parents)
    },
    TemplateLiteral: (node, _, parents) =>
      take(((node as Literal).quasis ?? []).map(({ value }) => value.cooked ?? '').join('4'), parents),
  })
  return texts
}
