import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seeded } from '#lib/stats/random'
import { londonCells } from '../cells/london-cells.ts'
import { readDeprivation, WrongDeprivationFile } from './deprivation.ts'
import { lsoaOfSquares } from './lsoa-squares.ts'
import { publicFairness } from './public-fairness.ts'

const { grid, boroughs, boroughOf } = londonCells()
const squaresIn = (borough: string, many: number) =>
  [...boroughOf.keys()]
    .filter((cell) => boroughOf[cell] === boroughs.indexOf(borough))
    .slice(100, 100 + many)
    .map((cell) => ({
      easting: grid.west + (cell % grid.cols) * grid.cell,
      northing: grid.south + Math.floor(cell / grid.cols) * grid.cell,
    }))
const [camden = { easting: 0, northing: 0 }] = squaresIn('Camden', 1)
const [barnet = { easting: 0, northing: 0 }] = squaresIn('Barnet', 1)
const [sutton = { easting: 0, northing: 0 }] = squaresIn('Sutton', 1)

test('B58: what is published is the same whether there were plain-clothes patrols or not', () => {
  const visible = [
    { ...camden, minutes: 600 },
    { ...barnet, minutes: 300 },
    { easting: 0, northing: 0, minutes: 120 },
  ]
  const reports = [
    { ...camden, reports: 60 },
    { ...barnet, reports: 40 },
  ]
  const fair = publicFairness(visible, reports)
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.constantFrom(camden, barnet, sutton), minutes: fc.nat(9999) })),
      (covert) => {
        const hidden = covert.map(({ at, minutes }) => ({ ...at, minutes, covert: true }))
        assert.deepEqual(publicFairness([...hidden, ...visible], reports), fair)
      },
    ),
    { numRuns: 20 },
  )
  assert.deepEqual([fair.hours, fair.reports, fair.elsewhere, fair.deciles], [15, 100, 2, []])
  assert.ok(Math.abs((fair.overlap ?? 0) - (0.6 + 1 / 3)) < 0.01)
  const [first, second] = fair.boroughs
  assert.deepEqual(
    [first?.name, first?.shareOfPatrol, first?.shareOfReports, first?.ratio],
    ['Camden', 0.667, 0.6, 1.1],
  )
  assert.deepEqual([second?.name, second?.hours, second?.reports], ['Barnet', 5, 40])
  assert.equal(fair.boroughs.length, 33)
})

test('B59: no count from 1 to 4 is published, nor can one be had from the others or from a share', () => {
  const patrols = [camden, barnet].map((one) => ({ ...one, minutes: 60 }))
  const made = (inBarnet: number, inSutton: number) =>
    publicFairness(patrols, [
      { ...camden, reports: 50 },
      { ...barnet, reports: inBarnet },
      { ...sutton, reports: inSutton },
    ])
  const few = made(7, 3)
  const of = (name: string) => few.boroughs.find((one) => one.name === name)
  assert.deepEqual([of('Sutton')?.reports, of('Barnet')?.reports, of('Camden')?.reports], [null, null, 50])
  assert.deepEqual([of('Sutton')?.shareOfReports, of('Sutton')?.ratio], [null, null])
  // However the hidden boroughs share what is left, the same is published: the smaller of Camden's shares, and of all others'.
  for (const [inBarnet, inSutton] of [
    [8, 2],
    [9, 1],
    [6, 4],
    [3, 7],
  ] as const)
    assert.deepEqual(made(inBarnet, inSutton), few)
  assert.deepEqual([few.reports, few.overlap], [60, 0.67])
  const alone = publicFairness([{ ...camden, minutes: 60 }], [{ ...camden, reports: 4 }])
  assert.equal(alone.reports, null)
  assert.ok(alone.boroughs.every(({ reports, shareOfReports }) => reports === null && shareOfReports === null))
  assert.equal(alone.overlap, undefined)
})

/** A simulated list: no area of London has this decile in truth. */
const simulatedList = (random = seeded(1)) =>
  new Map([...new Set(lsoaOfSquares().values())].map((lsoa) => [lsoa, 1 + random.below(10)]))

test('B47: by deprivation once a list is loaded; squares lie in the LSOA of their middle', () => {
  const squares = lsoaOfSquares()
  assert.ok(squares.size > 60_000, `${squares.size}`)
  const lsoaAt = ({ easting, northing }: typeof camden) =>
    squares.get(((northing - grid.south) / grid.cell) * grid.cols + (easting - grid.west) / grid.cell) ?? ''
  const deciles = new Map([...simulatedList().keys()].map((lsoa) => [lsoa, 5]))
  assert.equal(new Set([camden, barnet, sutton].map(lsoaAt)).size, 3)
  deciles.set(lsoaAt(camden), 1).set(lsoaAt(barnet), 10)
  const visits = [
    { ...camden, minutes: 180 },
    { ...barnet, minutes: 60 },
    { ...sutton, minutes: 60 },
  ]
  const reports = [camden, barnet, sutton].map((one) => ({ ...one, reports: 20 }))
  const fair = publicFairness(visits, reports, deciles)
  assert.deepEqual(
    fair.deciles.map(({ name, shareOfPatrol, shareOfReports }) => [name, shareOfPatrol, shareOfReports]),
    [
      ['1', 0.6, 0.333],
      ['5', 0.2, 0.333],
      ['10', 0.2, 0.333],
      ['edge', 0, 0],
    ],
  )
  assert.equal(fair.unlisted, 0)
  // A list that lacks one area splits nothing: the boroughs less the deciles would be that area.
  deciles.delete(lsoaAt(sutton))
  const lacking = publicFairness(visits, reports, deciles)
  assert.deepEqual([lacking.deciles, lacking.unlisted], [[], 1])
  assert.equal(publicFairness(visits, reports).unlisted, undefined)
})

test('B59: boroughs and deciles are of the same reports, and neither gives back what the other hides', () => {
  const inLondon = [...boroughOf.keys()].filter((cell) => boroughOf[cell] !== 255)
  const corner = (cell: number) => ({
    easting: grid.west + (cell % grid.cols) * grid.cell,
    northing: grid.south + Math.floor(cell / grid.cols) * grid.cell,
  })
  for (let seed = 1; seed <= 12; seed++) {
    const random = seeded(seed)
    const many = [3, 12, 60, 400][seed % 4] as number
    const reports = Array.from({ length: many }, () => ({
      ...corner(inLondon[random.below(inLondon.length)] as number),
      reports: 1 + random.below(3),
    }))
    const patrols = [camden, barnet, sutton].map((one) => ({ ...one, minutes: 60 * random.below(9) }))
    const { reports: total, ...fair } = publicFairness(patrols, reports, simulatedList(random))
    const all = reports.reduce((sum, one) => sum + one.reports, 0)
    assert.ok(total === null || total === all)
    // What is published makes the overlap: it says nothing that the rows do not.
    const shown = fair.boroughs.filter((one) => one.reports !== null)
    const shares = shown.map((one) => [one.shareOfPatrol, one.shareOfReports ?? 0] as const)
    const rest = ([0, 1] as const).map((which) => 1 - shares.reduce((sum, one) => sum + one[which], 0))
    const again = [...shares, rest].reduce((sum, [patrol = 0, told = 0]) => sum + Math.min(patrol, told), 0)
    if (fair.overlap !== undefined) assert.ok(Math.abs(again - fair.overlap) < 0.005 + 34 * 0.0005, `${again}`)
    assert.ok(total !== null || fair.overlap === undefined)
    for (const rows of [fair.boroughs, fair.deciles]) {
      assert.ok(rows.length > 0 && rows.every((one) => one.reports === null || one.reports === 0 || one.reports >= 5))
      const hidden = rows.filter((one) => one.reports === null)
      const left = all - rows.reduce((sum, one) => sum + (one.reports ?? 0), 0)
      if (total === null) assert.ok(hidden.length === rows.length)
      else assert.ok(hidden.length === 0 ? left === 0 : hidden.length >= 2 && left >= 10, `${hidden.length}: ${left}`)
    }
  }
})

test('a list of deprivation is read by its columns, odd rows are named by line, and any text is read or refused', () => {
  const { deciles, rejected } = readDeprivation(
    '\ufeffname,LSOA,Decile\nx,E01000001,3\ny,W01000001,3\nz,E01000002,11\n,E01000003,10\nq,E01000004,\n',
  )
  assert.deepEqual(
    [[...deciles], rejected],
    [
      [
        ['E01000001', 3],
        ['E01000003', 10],
      ],
      [3, 4, 6],
    ],
  )
  assert.throws(() => readDeprivation('lsoa,rank\n'), WrongDeprivationFile)
  assert.throws(() => readDeprivation('lsoa,rank\n'), /It has: lsoa, rank. Name them with --lsoa and --decile/)
  const named = { lsoa: 'LSOA code (2021)', decile: 'Decile (where 1 is most deprived 10% of LSOAs)' }
  const long = `LSOA name,"${named.lsoa}","${named.decile.toUpperCase()}"\nx,E01000001,7\n`
  assert.deepEqual([...readDeprivation(long, named).deciles], [['E01000001', 7]])
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 }).map((line) => line.replaceAll('"', "'"))), (lines) => {
      const read = readDeprivation(['lsoa,decile', ...lines].join('\n'))
      assert.ok([...read.deciles.values()].every((decile) => decile >= 1 && decile <= 10))
    }),
  )
})
