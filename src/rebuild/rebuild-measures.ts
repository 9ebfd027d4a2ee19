import { readExport, type Served } from './read-export.ts'
import { recount } from './recount.ts'

type Verdict = {
  readonly figure: string
  readonly equal: boolean
  readonly served: string
  readonly counted: string
}

export type Recounted = { readonly verdicts: readonly Verdict[]; readonly damage: readonly string[] }

/** Counts every figure of an export again and sets it beside the one that was served. */
export async function rebuildMeasures(file: string): Promise<Recounted> {
  const found = await readExport(file)
  const served = new Map(found.figures.map((one) => [nameOf(one), one]))
  const counted = new Map(recount(found).map((one) => [nameOf(one), one]))
  const names = [...new Set([...served.keys(), ...counted.keys()])]
  const verdicts = names.map((figure) => {
    const [one, other] = [shownAs(served.get(figure)), shownAs(counted.get(figure))]
    return { figure, equal: one === other, served: one, counted: other }
  })
  return { verdicts, damage: found.damage }
}

const nameOf = ({ source, measure, month, group, column }: Served) => [source, measure, month, group, column].join(' ')

function shownAs(figure: Served | undefined): string {
  if (!figure) return 'missing'
  return figure.status === 'shown' ? String(figure.value) : figure.status
}
