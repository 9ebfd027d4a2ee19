import type { Theft } from './day.ts'
import type { Way } from './schedule.ts'

type Report = {
  readonly theft: string
  readonly by: Way
  readonly again: boolean
  /** It was added to a case that was there already. */
  readonly joined: boolean
  readonly case?: string | undefined
}
type Attach = { readonly partner: string; readonly home: boolean; readonly admitted: boolean; readonly told: boolean }
type OfTheft<More = unknown> = { readonly theft: string } & More

type Sorts = {
  page: { readonly ms: number; readonly status: number }
  enrolled: OfTheft
  'not-enrolled': OfTheft
  bag: OfTheft
  reconnect: OfTheft
  /** The victim has said where we may write to them; until then nobody may be written to. */
  contact: OfTheft
  'banks-named': OfTheft
  placed: OfTheft
  /** The report was taken. */
  claim: Report
  /** And who reports has said who they are, or needed not. */
  proved: Report
  attach: OfTheft<Attach>
  'own-phone': OfTheft<{ readonly admitted: boolean }>
  activate: OfTheft<{ readonly activated: boolean }>
  dealer: OfTheft<{ readonly answer: 'buy' | 'do-not-buy' | 'wait' | 'unclear' }>
  withdrawn: OfTheft<{ readonly taken: boolean; readonly why: string }>
  returned: OfTheft<{ readonly taken: boolean; readonly why: string }>
  'tray-row': OfTheft<{ readonly state: string; readonly case: string | undefined }>
  position: { readonly officer: number; readonly lon: number; readonly lat: number }
  device: { readonly officer: number; readonly endpoint: string }
  'off-duty': { readonly officer: number }
  failed: { readonly what: string; readonly why: string }
}
export type Saw = keyof Sorts
export type FactOf<S extends Saw> = { [One in S]: { readonly at: number; readonly saw: One } & Sorts[One] }[S]
/** What this client did and saw, by its own clock (milliseconds). The scorecard is made of these and of the partners' journals. */
export type Fact = FactOf<Saw>
/** What is noted: its time is now unless said. */
export type Note = { [One in Saw]: { readonly at?: number; readonly saw: One } & Sorts[One] }[Saw]

export const those = <S extends Saw>(facts: readonly Fact[], ...saw: readonly S[]): FactOf<S>[] =>
  facts.filter((fact) => (saw as readonly Saw[]).includes(fact.saw)) as unknown as FactOf<S>[]

/** The pretend addresses of a victim and of whom they trust. */
export const emailOf = ({ id }: Theft) => `${id}@pretend.example`
export const trustedOf = ({ id }: Theft) => `friend-of-${id}@pretend.example`
export const keysOf = ({ imeis }: Theft) => imeis.map((imei) => imei.slice(0, 14))
