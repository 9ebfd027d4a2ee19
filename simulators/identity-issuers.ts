import { type Place, type Running, runSimulators } from './frame.ts'
import { pretendIssuer } from './identity-issuers/issuer.ts'

export const identityIssuers: readonly (readonly [slug: string, name: string])[] = [
  ['demo-uk-wallet', 'GOV.UK Wallet (pretend)'],
  ['demo-yoti', 'Yoti (pretend)'],
  ['demo-easyid', 'Post Office EasyID (pretend)'],
]

/** Three issuers of a digital identity, each a server of its own. */
export default (place: Place): Promise<Running[]> =>
  runSimulators(
    identityIssuers.map(([slug, name]) => pretendIssuer(slug, name, place.now)),
    place,
  )
