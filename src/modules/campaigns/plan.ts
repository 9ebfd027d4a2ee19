import { randomInt } from 'node:crypto'
import type { RouteContext } from '#http'
import { planCampaign } from './commands/plan-campaign.ts'
import type { KitId } from './kits.ts'
import type { Language } from './vocabulary.ts'

type Plan = {
  readonly place: string
  readonly starts: string
  readonly ends: string
  readonly languages: readonly Language[]
  readonly kit: KitId
}

/** Like a case code’s: nothing that is misread. Five of them are typed from a poster in a moment. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const draw = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')

/** Plans a campaign under a code that no other poster has. */
export async function planOf(
  { audit, execute, newId }: Pick<RouteContext, 'audit' | 'execute' | 'newId'>,
  { languages, ...plan }: Plan,
) {
  const campaign = newId()
  await audit('change', `campaign/${campaign}`)
  const outcome = await execute(planCampaign, { ...plan, languages: [...languages], campaign, code: draw() })
  return outcome.ok ? { campaign } : { refused: outcome.refused }
}

/** The code as somebody types it from a poster; undefined when it is none. */
export function readPosterCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').toUpperCase().trim().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return code.length === 5 && [...code].every((sign) => alphabet.includes(sign)) ? code : undefined
}
