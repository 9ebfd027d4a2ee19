import { checkDigit } from '#lib/imei/check-digit'
import type { Breaks } from './breaks.ts'

type Register = { readonly statusOf: (handset: string, supi: string | null) => string | undefined }
export type Said = { readonly status: number; readonly body: object; readonly type?: string }

/** N5g-eir, with its mistakes. */
export function openEir(breaks: Breaks, { statusOf }: Register) {
  const problem = (status: number, cause?: string): Said => {
    const type = breaks('EIR errors are plain JSON') ? 'application/json' : 'application/problem+json'
    return { status, type, body: { status, cause } }
  }
  const found = (pei: string, supi: string | null) => {
    const handset = pei.replace(/^\D+/, '').slice(0, 14)
    const last = pei.startsWith('imei-') ? pei.at(-1) : undefined
    if (breaks('EIR looks for the SIM too') && supi !== null) return undefined
    if (breaks('EIR knows no IMEISV') && last === undefined) return undefined
    if (breaks('EIR compares a check digit of 0') && last === '0' && last !== checkDigit(handset)) return undefined
    if (breaks('EIR compares the check digit') && last !== undefined && last !== '0' && last !== checkDigit(handset))
      return undefined
    return statusOf(handset, supi) ?? (breaks('EIR permits the unknown') ? 'WHITELISTED' : undefined)
  }
  return (method: string, query: URLSearchParams): Said => {
    const [pei, ...more] = query.getAll('pei')
    if (method !== 'GET' && !breaks('EIR takes any method')) return problem(405)
    if (pei === undefined)
      return problem(400, breaks('EIR has another word for a missing PEI') ? 'NO_PEI' : 'MANDATORY_QUERY_PARAM_MISSING')
    if (more.length > 0 && !breaks('EIR takes the first of two PEIs'))
      return problem(400, 'MANDATORY_QUERY_PARAM_INCORRECT')
    if (!/^(imei-\d{15}|imeisv-\d{16})$/.test(pei) && !breaks('EIR looks for what is no PEI'))
      return problem(400, 'MANDATORY_QUERY_PARAM_INCORRECT')
    const status = found(pei, query.get('supi'))
    return status ? { status: 200, body: { status } } : problem(404, 'ERROR_EQUIPMENT_UNKNOWN')
  }
}
