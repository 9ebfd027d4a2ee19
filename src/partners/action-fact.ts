import { z } from 'zod'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** The id of the key that a receipt was signed with, as the partner registered it. */
export const keyId = z.string().regex(/^[!-~]{1,120}$/)
/** A word of ours for what a partner said, such as `unknown-handset`. */
export const answerCode = slug

/** What every event about an action says: which, to whom, and the stream of the event that owes it. */
export const aboutAction = {
  action: z.uuid(),
  partner: slug,
  kind: slug,
  owedBy: z.string().regex(/^[a-z-]+\/[\w.-]{1,100}$/),
}

export const streamOfAction = ({ action }: { readonly action: string }) => `action/${action}`

export const aboutSample = {
  action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11',
  partner: 'example-operator',
  kind: 'block-handset',
  owedBy: 'case/5d2f1a3e-1c0b-4b8e-8a57-2f7f3f0b9a10',
}
