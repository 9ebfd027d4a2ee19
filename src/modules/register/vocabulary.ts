/** What can stop a phone without a proof by its operator. */
export const stopSecretKinds = ['panic-card', 'trusted-person', 'stop-word'] as const
export type StopSecretKind = (typeof stopSecretKinds)[number]

/** Documents by which a shop checks who sells. The shop keeps the picture; we keep the sort and the last four signs. */
export const sellerDocuments = [
  'passport',
  'driving-licence',
  'identity-card',
  'residence-permit',
  'digital-identity',
] as const

/** What a passkey shows of whoever holds it, by the code that opened their page (docs/adr/0029). */
export const passkeyMeans = ['trusted-person', 'own-passkey', 'panic-card'] as const
export type PasskeyMeans = (typeof passkeyMeans)[number]
