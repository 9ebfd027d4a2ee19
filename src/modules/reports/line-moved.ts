/**
 * Who reports after a fortnight has a new SIM in a new phone by then; a thief puts the SIM into his own within the hour. So a
 * handset that the line came into this lately is another than the stolen one, unless the victim had just bought it.
 */
const settledMs = 21 * 86_400_000

/** What an operator told of the handset in which the line was last used. */
type Told = { readonly imeis: readonly string[]; readonly since: string | undefined }

/**
 * Whether the handset that the operator names may be another than the stolen one: then a person looks before it is stopped. What
 * the owner or an officer said of the handset is not in doubt by it.
 */
export const hasLineMoved = (told: Told, saidBefore: readonly string[], now: Date): boolean =>
  told.imeis.length > 0 &&
  saidBefore.length === 0 &&
  told.since !== undefined &&
  Date.parse(told.since) > now.getTime() - settledMs
