import { en } from './sentences.ts'

export type Key = keyof typeof en
export type Values = Readonly<Record<string, string | number>>

/**
 * One sentence of the catalogue with its values put in. Placeholders as in ICU messages: `{name}`, and
 * `{n, plural, one {# network} other {# networks}}`. A value that is missing is a fault: a hole is never shown.
 */
export function say(key: Key, values: Values = {}): string {
  return fill(en[key], values, key)
}

const plural = new Intl.PluralRules('en-GB')
const placeholder = /\{(\w+)(?:, plural, one \{([^{}]*)\} other \{([^{}]*)\})?\}/g

function fill(text: string, values: Values, key: string): string {
  return text.replace(placeholder, (_, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The sentence ${key} needs ${name}.`)
    if (one === undefined || other === undefined) return String(value)
    return (plural.select(Number(value)) === 'one' ? one : other).replaceAll('#', String(value))
  })
}

/** `EE, O2 and Vodafone`; `or` for what cannot be used on any of them. */
export const listed = (names: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction') =>
  new Intl.ListFormat('en-GB', { type }).format(names)

const countries = new Intl.DisplayNames('en-GB', { type: 'region', fallback: 'none' })

/** A country by its ISO 3166 code; undefined when there is none of that code. */
export function countryName(code: string): string | undefined {
  return /^[A-Z]{2}$/.test(code) ? countries.of(code) : undefined
}
