import { z } from 'zod'

/** What every event about an action says: which, to whom, and the stream of the event that owes it. */
export const aboutAction = {
  action: z.uuid(),
  partner: z.string(),
  kind: z.string(),
  owedBy: z.string(),
}

export const streamOfAction = ({ action }: { readonly action: string }) => `action/${action}`

export const aboutSample = {
  action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11',
  partner: 'example-operator',
  kind: 'block-handset',
  owedBy: 'case/5d2f1a3e-1c0b-4b8e-8a57-2f7f3f0b9a10',
}
