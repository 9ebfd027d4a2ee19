import { spawnSync } from 'node:child_process'

// Each reads the same JSON as our own, prints the CPU seconds of its process and its numbers of clusters and noise points.
const python = `
import json, resource, sys
import numpy as np
from sklearn.cluster import DBSCAN
given = json.load(open(sys.argv[1]))
labels = DBSCAN(eps=given["eps"], min_samples=given["min"]).fit(np.array(given["points"])).labels_
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "clusters": int(labels.max()) + 1, "noise": int((labels == -1).sum())}))`

const r = `
given <- jsonlite::fromJSON(commandArgs(TRUE)[1])
labels <- dbscan::dbscan(given$points, given$eps, given$min)$cluster
cat(jsonlite::toJSON(list(cpu = sum(proc.time()[1:2]), clusters = max(labels), noise = sum(labels == 0)), auto_unbox = TRUE))`

export type Peer = { readonly name: string; readonly cpu: number; readonly clusters: number; readonly noise: number }

const programs = [
  { name: 'scikit-learn', command: process.env.RINGBACK_BENCH_PYTHON ?? 'python3', args: ['-c', python] },
  { name: 'R dbscan', command: process.env.RINGBACK_BENCH_R ?? 'Rscript', args: ['-e', r] },
]

/** The peers that are installed here, on the same file. One that is not says nothing. */
export function clusteringPeers(file: string): Peer[] {
  return programs.flatMap(({ name, command, args }) => {
    const { status, stdout } = spawnSync(command, [...args, file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return status === 0 ? [{ name, ...(JSON.parse(stdout) as Omit<Peer, 'name'>) }] : []
  })
}
