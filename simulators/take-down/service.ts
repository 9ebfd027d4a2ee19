import { z } from 'zod'
import type { Contract, Effect } from '../frame.ts'
import { done, refuse } from '../operators/judgements.ts'

const Report = z.strictObject({ host: z.string().max(300), category: z.literal('PHISHING') })
const Which = z.object({ host: z.string() })

/** The pretend take-down service of docs/guide/partners.md: lists hosts, each once. */
export function pretendTakeDown(slug: string, name: string): Contract {
  const hosts = new Set<string>()
  return {
    ...{ slug, name, sort: 'take-down', connector: 'example-take-down', tokenPath: '/oauth2/token' },
    judge: (path, _key, body) => {
      const { success, data } = Report.safeParse(body)
      if (path !== '/abuse/v1/hosts' || !success) return undefined
      const isHost = /^(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:\/[\w-]+)?$/.test(data.host)
      return isHost ? done('report-link', data) : refuse('report-link', 'not-a-host', 'NOT_A_HOST')
    },
    apply: ({ outcome, detail }: Effect) => {
      if (outcome === 'acknowledged') hosts.add((detail as { host: string }).host)
    },
    commands: {
      '/_listed': (body) => ({ listed: hosts.has(Which.parse(body).host), hosts: hosts.size }),
    },
  }
}
