/** What can be wrong with a ledger. */
export type FindingKind =
  | 'changed' // the row is not what was sealed
  | 'deleted' // what was sealed, or waited to be, is gone
  | 'stray' // written past the ledger: neither sealed nor waiting
  | 'back-dated'
  | 'forward-dated'
  | 'stream' // versions of a stream with gaps or out of order
  | 'number' // seal numbers with gaps, twice, or against the order of a stream
  | 'tree' // leaves or tiles that are not those of the signed roots
  | 'head' // a head with a wrong text or signature, or over events that are not there
  | 'witness' // the witness saw another ledger
  | 'file' // the backup is cut short or altered

/** One thing that is wrong, in words for a person. The row is named as far as the ledger still shows it. */
export type Finding = {
  kind: FindingKind
  event?: string
  stream?: string
  version?: number
  seq?: number
  says: string
}

export type Checked = {
  events: number
  sealed: number
  heads: number
  signatures: number
  tiles: number
  witnessed: number
}

/** The outcome: what was looked at, what is wrong, and what could not be looked at. */
export type Report = { checked: Checked; findings: Finding[]; unlisted: number; notChecked: string[] }

const MOST_LISTED = 1000

/** Collects findings. After 1000 they are counted only: by then the reader knows. */
export function openReport() {
  const report: Report = {
    checked: { events: 0, sealed: 0, heads: 0, signatures: 0, tiles: 0, witnessed: 0 },
    findings: [],
    unlisted: 0,
    notChecked: [],
  }
  const find = (kind: FindingKind, says: string, row: Omit<Finding, 'kind' | 'says'> = {}): void => {
    if (report.findings.length < MOST_LISTED) report.findings.push({ kind, ...row, says })
    else report.unlisted++
  }
  return { report, find }
}

export type Find = ReturnType<typeof openReport>['find']
