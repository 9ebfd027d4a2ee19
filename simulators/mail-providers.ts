import { type Place, type Running, runSimulators } from './frame.ts'
import { pretendMailProvider } from './mail-providers/provider.ts'

export const mailProviders: readonly (readonly [slug: string, name: string])[] = [
  ['demo-gmail', 'Gmail (pretend)'],
  ['demo-outlook', 'Outlook (pretend)'],
  ['demo-icloud-mail', 'iCloud Mail (pretend)'],
  ['demo-yahoo-mail', 'Yahoo Mail (pretend)'],
]

/** Four mail providers, each a server of its own. */
export default (place: Place): Promise<Running[]> =>
  runSimulators(
    mailProviders.map(([slug, name]) => pretendMailProvider(slug, name)),
    place,
  )
