import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One effect at a pretend partner: what it did for one key, for good. */
export type Effect = {
  readonly key: string
  readonly kind: string
  readonly outcome: 'acknowledged' | 'refused'
  readonly code?: string
  readonly at: string
  /** How it was answered, and is again each time the key comes. */
  readonly status: number
  readonly words: string
  /** What is told with the receipt, for kinds that have an answer. */
  readonly answer?: unknown
  /** The body of its answer, where the contract is not of this frame's making; the receipt is put beside it. */
  readonly says?: object
  /** The partner's own record of it, from which its state comes back after a restart. */
  readonly detail: unknown
}

/**
 * What a pretend partner did, one JSON object a line, only ever added to: so that a test can count effects, and so that
 * the same key has one effect also when the partner was killed in between. A half-written last line was never answered.
 */
export function openJournal(file: string | undefined) {
  const effects = new Map<string, Effect>()
  if (file) {
    mkdirSync(dirname(file), { recursive: true })
    for (const effect of read(file)) effects.set(effect.key, effect)
  }
  return {
    effects: () => [...effects.values()],
    of: (key: string) => effects.get(key),
    add: (effect: Effect) => {
      if (effects.has(effect.key)) throw new Error('One key has one effect.')
      if (file) appendFileSync(file, `${JSON.stringify(effect)}\n`)
      effects.set(effect.key, effect)
    },
  }
}

function read(file: string): Effect[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) appendFileSync(file, '\n') // so that the next line stands alone
  return whole
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap(parsed)
}

function parsed(line: string): Effect[] {
  try {
    return [JSON.parse(line) as Effect]
  } catch {
    return [] // the torn line of an earlier kill
  }
}
