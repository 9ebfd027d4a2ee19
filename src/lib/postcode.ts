/** Reads a British postcode as people type it, any case and spacing: `N1 9GU`. Undefined when it has not the form of one. */
export function readPostcode(typed: string): string | undefined {
  if (typed.length > 20) return undefined
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
  const form = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(plain)
  return form ? `${form[1]} ${form[2]}` : undefined
}
