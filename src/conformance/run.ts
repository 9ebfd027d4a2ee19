import { type Bench, openBench } from './bench.ts'
import type { Check, Need } from './check.ts'
import { oldToken } from './checks/sign-in.ts'
import { lasting } from './checks/specimen.ts'
import { clean } from './clean.ts'
import { openDesk } from './desk.ts'
import { type Finding, findingOf, type Verdict } from './finding.ts'
import { reachAll } from './reach.ts'
import type { Settings } from './settings.ts'

export type Result = Finding & { readonly check: Omit<Check, 'run'>; readonly ms: number }

export type Report = {
  readonly results: readonly Result[]
  readonly calls: number
  readonly ms: number
  /** The person stopped it before the end. */
  readonly isStopped: boolean
}

type Options = {
  readonly settings: Settings
  readonly checks: readonly Check[]
  /** Ends the checks; what was put on handsets and lines is taken back all the same. */
  readonly signal: AbortSignal
  readonly onBegin?: (check: Omit<Check, 'run'>, done: number, of: number) => void
  readonly onResult?: (result: Result) => void
}

/** Runs the checks one after the other and cleans up. Throws `NotReached` when there is nobody to ask. */
export async function runKit({
  settings,
  checks,
  signal,
  onBegin = () => {},
  onResult = () => {},
}: Options): Promise<Report> {
  const began = performance.now()
  const bench = openBench(settings, await reachAll(settings), signal)
  const results: Result[] = []
  const judge = async (check: Check, find: () => Promise<Finding>) => {
    onBegin(check, results.length, checks.length + 1)
    const since = performance.now()
    const result = { ...(await find()), check, ms: performance.now() - since }
    results.push(result)
    onResult(result)
  }
  try {
    await oldToken({ bench }) // early, so that it has time to end
    for (const check of checks) {
      if (signal.aborted) break
      await judge(check, () => tried(check, bench, results))
    }
    await (await lasting({ bench })).tidy()
    const last = clean(bench)
    await judge(last, () => findingOf(() => last.run(openDesk(bench, true))))
    return { results, calls: bench.traffic.length, ms: performance.now() - began, isStopped: signal.aborted }
  } finally {
    bench.close()
  }
}

async function tried(check: Check, bench: Bench, results: readonly Result[]): Promise<Finding> {
  const lacking = check.needs?.find((need) => !isNamed(need, bench.settings))
  if (lacking) return { verdict: 'untried', seen: flags[lacking] }
  const before = results.find(({ check: { id }, verdict, seen }) => check.after?.includes(id) && stands(verdict, seen))
  if (before) return { verdict: 'untried', seen: `it rests on ${before.check.id}, which did not pass` }
  const desk = openDesk(bench)
  const finding = await findingOf(() => check.run(desk))
  await desk.tidy()
  return finding
}

/** Whether what an earlier check found stands in the way. That something was not named for it does not. */
const stands = (verdict: Verdict, seen: string) => verdict !== 'pass' && !Object.values(flags).includes(seen)

const flags: Readonly<Record<Need, string>> = {
  eir: 'no EIR was named: --eir',
  line: 'no test line was named: --line',
  holder: 'the holder of the test line was not named: --holder-name',
  partner: 'your short name was not given: --partner',
  copied: 'no number that two of your test SIMs use was named: --copied and --copied-supi',
}

function isNamed(need: Need, { eir, line, holderName, partner, ...more }: Settings): boolean {
  const copied = more.copied && more.copiedSupi
  return { eir, line, holder: holderName, partner, copied }[need] !== undefined
}
