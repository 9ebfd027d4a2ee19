import { z } from 'zod'
import { dbscan } from '#lib/stats/dbscan'
import { defineMethod, listOf } from './parts/method.ts'
import { column, metres, points } from './parts/point-schemas.ts'

export default defineMethod({
  name: 'dbscan',
  says: 'Which points lie crowded together? Density-based clusters of points, with noise left over.',
  source:
    'Ester, Kriegel, Sander and Xu, KDD 1996; squares of side eps/√2 after Gunawan (TU Eindhoven, 2013). The same labels as R dbscan and scikit-learn: clusters are numbered by their first core point, and a border point in reach of several belongs to the lowest number.',
  mayBeUsedFor: 'Drawing the outline of places where reports lie close together, of whatever form.',
  mayNotBeUsedFor:
    'Saying that a cluster is more than chance: it has no p-value, and busy streets cluster everything. Points snapped to map points: a map point with min reports is a cluster whatever lies around it.',
  input: z.strictObject({
    points: points.describe('[x, y] of each point, metres'),
    eps: metres.describe('how near is near, metres (that far counts)'),
    min: z.int().min(1).describe('how many points within eps, itself counted, make a point core'),
  }),
  output: z.strictObject({
    labels: z.array(z.int().min(-1)).describe('for each point the number of its cluster, from 0; -1 is noise'),
    core: z.array(z.boolean()).describe('for each point, whether it is core'),
  }),
  example: {
    points: [
      [0, 0],
      [30, 10],
      [10, 40],
      [90, 60],
      [800, 800],
      [0, 0],
    ],
    eps: 100,
    min: 4,
  },
  run: ({ points, eps, min }) => {
    const { labels, core } = dbscan(column(points, 0), column(points, 1), eps, min)
    return { labels, core: listOf(core).map((one) => one === 1) }
  },
})
