import { randomBytes } from 'node:crypto'
import type { Render } from './render.ts'

/** So many pages are kept, without what differs between their readers. */
const mostKept = 200

/** What fills a hole must read the same escaped and unescaped. */
const plain = /^[\w .:-]+$/
const mark = `hole${randomBytes(8).toString('hex')}`

type Page = { readonly pieces: readonly string[]; readonly holes: readonly number[] }

/**
 * Pages that are alike but for a code or a token are made once, and those are put in: in a rush, making the same page for everybody is a
 * tenth of a server's work. `differs` in a page's data names them, like `receipt.code`; a template may print them and ask whether
 * they are there, and nothing else. All other data makes a page of its own; a value that would need escaping does too.
 */
export function alike(render: Render, now: () => string): Render {
  const kept = new Map<string, Page>()
  return (template, { differs, ...data }) => {
    if (!Array.isArray(differs) || data.errors?.length) return render(template, data as never)
    const values: string[] = []
    const shape = structureOf(data, differs as string[], (value) => `${mark}x${values.push(value) - 1}x`)
    // By the hour: a page may say "today".
    const key = shape && keyOf([template, now().slice(0, 13), shape])
    if (key === undefined) return render(template, data as never)
    const page = kept.get(key) ?? inPieces(render(template, shape as never))
    kept.delete(key)
    kept.set(key, page)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value as string)
    return page.pieces.map((piece, at) => piece + (values[page.holes[at] ?? -1] ?? '')).join('')
  }
}

type Data = { readonly [name: string]: unknown }

/** The same with holes; undefined when one of the values cannot be put in afterwards. */
function structureOf(data: Data, paths: readonly string[], hole: (value: string) => string): Data | undefined {
  let shape: Data = data
  for (const path of paths) {
    const [name = '', inner] = path.split('.')
    const value = inner === undefined ? shape[name] : (shape[name] as Data | undefined)?.[inner]
    if (value === undefined || value === false || value === '') continue
    if (typeof value !== 'string' || !plain.test(value)) return undefined
    shape = { ...shape, [name]: inner === undefined ? hole(value) : { ...(shape[name] as Data), [inner]: hole(value) } }
  }
  return shape
}

/** Undefined where data holds what no text stands for: nothing may be mistaken for the same. */
function keyOf(data: unknown): string | undefined {
  let isWhole = true
  const key = JSON.stringify(data, (_, value: unknown) => {
    if (value === undefined) return { undefined: true }
    if (typeof value === 'function' || typeof value === 'bigint' || value instanceof Map || value instanceof Set)
      isWhole = false
    return isWhole ? value : null
  })
  return isWhole ? key : undefined
}

const holes = new RegExp(`${mark}x(\\d+)x`)

function inPieces(html: string): Page {
  const split = html.split(holes)
  return {
    pieces: split.filter((_, at) => at % 2 === 0),
    holes: split.filter((_, at) => at % 2 === 1).map(Number),
  }
}
