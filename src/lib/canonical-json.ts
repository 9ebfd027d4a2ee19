import canonicalize from 'canonicalize'

/** The one JSON text of a value (RFC 8785), so that equal values hash alike. `undefined` fields are left out. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('Only a JSON value has a canonical text.')
  return text
}
