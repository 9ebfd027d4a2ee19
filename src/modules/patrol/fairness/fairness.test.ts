import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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
  const few = publicFairness(
    [{ ...camden, minutes: 60 }],
    [
      { ...camden, reports: 50 },
      { ...barnet, reports: 7 },
      { ...sutton, reports: 3 },
    ],
  )
  const of = (name: string) => few.boroughs.find((one) => one.name === name)
  assert.deepEqual([of('Sutton')?.reports, of('Barnet')?.reports, of('Camden')?.reports], [null, null, 50])
  assert.deepEqual([of('Sutton')?.shareOfReports, of('Sutton')?.ratio], [null, null])
  const alone = publicFairness([{ ...camden, minutes: 60 }], [{ ...camden, reports: 4 }])
  assert.equal(alone.reports, null)
  assert.ok(alone.boroughs.every(({ reports, shareOfReports }) => reports === null && shareOfReports === null))
  assert.equal(alone.overlap, undefined)
})

test('B47: by deprivation once a list is loaded; squares lie in the LSOA of their middle', () => {
  const squares = lsoaOfSquares()
  assert.ok(squares.size > 60_000, `${squares.size}`)
  const lsoaAt = ({ easting, northing }: typeof camden) =>
    squares.get(((northing - grid.south) / grid.cell) * grid.cols + (easting - grid.west) / grid.cell) ?? ''
  const deciles = new Map([
    [lsoaAt(camden), 1],
    [lsoaAt(barnet), 10],
  ])
  assert.equal(deciles.size, 2)
  const fair = publicFairness(
    [
      { ...camden, minutes: 180 },
      { ...barnet, minutes: 60 },
      { ...sutton, minutes: 60 },
    ],
    [
      { ...camden, reports: 20 },
      { ...barnet, reports: 20 },
      { ...sutton, reports: 20 },
    ],
    deciles,
  )
  assert.deepEqual(
    fair.deciles.map(({ name, shareOfPatrol, shareOfReports }) => [name, shareOfPatrol, shareOfReports]),
    [
      ['1', 0.75, 0.5],
      ['10', 0.25, 0.5],
    ],
  )
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
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 }).map((line) => line.replaceAll('"', "'"))), (lines) => {
      const read = readDeprivation(['lsoa,decile', ...lines].join('\n'))
      assert.ok([...read.deciles.values()].every((decile) => decile >= 1 && decile <= 10))
    }),
  )
})
