import { defineCommand, fold } from '#ledger'
import { SimPaired } from '../events/sim-paired.ts'
import { Paired, pairingReviewAt } from './pair-sim.ts'

/** An operator has named the SIM of an appeal against another register’s list or a rule. There is no case: it stands by itself. */
export const pairListedSim = defineCommand('pair-listed-sim', {
  input: Paired,
  refusals: {},
  stream: ({ appeal }) => `handset/${appeal}`,
  state: fold(0, () => []),
  decide: (pair, _, { now }) => [SimPaired.of({ ...pair, reviewBy: pairingReviewAt(now) })],
})
