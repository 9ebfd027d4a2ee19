import { z } from 'zod'
import { type Judgement, judgeConsistency, judgeInclusion } from '#lib/merkle/judge'

/** A whole number of up to 64 bits: JSON.parse would round the large ones, so `readNumbers` keeps their text. */
const count = z.union([z.int(), z.bigint()]).transform(BigInt)
const hash = z.base64().transform((text) => Buffer.from(text, 'base64'))
const hashes = z
  .array(hash)
  .nullable()
  .transform((list) => list ?? [])

const Inclusion = z.object({ leafIdx: count, treeSize: count, leafHash: hash, root: hash, proof: hashes })
const Consistency = z.object({ size1: count, size2: count, root1: hash, root2: hash, proof: hashes })

/**
 * Judges one proof, written as JSON with base64 hashes, from the proof alone. Inclusion: leafIdx, treeSize, leafHash,
 * root, proof. Consistency: size1, size2, root1, root2, proof. Whatever else the file says about itself is not read.
 */
export function judgeProof(text: string): Judgement {
  const value = readNumbers(text)
  if (value === undefined) return { holds: false, reason: 'not a proof: the file is not JSON' }
  const inclusion = Inclusion.safeParse(value)
  if (inclusion.success) {
    const { leafIdx: index, treeSize: size, leafHash: leaf, root, proof } = inclusion.data
    return judgeInclusion({ index, size, leaf, root, proof })
  }
  const consistency = Consistency.safeParse(value)
  if (consistency.success) return judgeConsistency(consistency.data)
  const isInclusion = typeof value === 'object' && value !== null && 'leafIdx' in value
  return { holds: false, reason: `not a proof: ${faultsOf(isInclusion ? inclusion.error : consistency.error)}` }
}

function faultsOf({ issues }: z.ZodError): string {
  return issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; ')
}

type ReviverContext = { source?: string }

function readNumbers(text: string): unknown {
  const keep = (_key: string, value: unknown, context?: ReviverContext) =>
    typeof value === 'number' && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context?.source ?? 0) : value
  try {
    return JSON.parse(text, keep)
  } catch {
    return undefined
  }
}
