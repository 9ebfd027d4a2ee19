import { spawnSync } from 'node:child_process'

/** Whole process of a peer: wall clock, processor time and most memory, as of our own. */
export type PeerRun = { readonly ms: number; readonly cpuMs: number; readonly mb: number }

/** A peer is only measured where it is installed. */
export type Peer = { readonly name: string; readonly command: string; readonly here: string; readonly program: string }

const python = (name: string, imports: string, program: string): Peer => ({
  ...{ name, command: 'python3', here: imports },
  program: `${imports}\nimport sys, json, resource\n${program}
use = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpuMs": 1000 * (use.ru_utime + use.ru_stime), "mb": use.ru_maxrss / 1024}))`,
})

/** Points are all x, then all y; the answer goes into the second file, so that it can be compared. */
export const scipyDensity = python(
  'scipy, binned and gaussian_filter',
  'import numpy as np\nfrom scipy.ndimage import gaussian_filter',
  `a = np.fromfile(sys.argv[1]); n = len(a) // 2
c, _, _ = np.histogram2d(a[n:], a[:n], bins=1000, range=[[0, 50000], [0, 50000]])
d = gaussian_filter(c, 6, mode="constant", truncate=float(sys.argv[3])) / 2500
if len(sys.argv[2]) > 1: d.tofile(sys.argv[2])`,
)

export const esdaGiStar = python(
  'esda, G_Local star, queen',
  'import numpy as np\nfrom libpysal.weights import lat2W\nfrom esda.getisord import G_Local',
  `x = np.fromfile(sys.argv[1]); k = int(len(x) ** 0.5)
g = G_Local(x, lat2W(k, k, rook=False), transform="B", star=True, permutations=0)
if len(sys.argv[2]) > 1: np.asarray(g.Zs).tofile(sys.argv[2])`,
)

export const spdepGiStar: Peer = {
  name: 'spdep, localG with itself, queen',
  command: 'Rscript',
  here: 'library(spdep)',
  program: `library(spdep); f <- commandArgs(TRUE)
x <- readBin(f[1], "double", 1e7); k <- sqrt(length(x))
z <- localG(x, nb2listw(include.self(cell2nb(k, k, type = "queen")), style = "B"))
if (nchar(f[2]) > 1) writeBin(as.double(z), f[2])
p <- proc.time(); cat(sprintf('{"cpuMs": %f, "mb": 0}\\n', 1000 * (p[1] + p[2])))`,
}

const flag = ({ command }: Peer) => (command === 'Rscript' ? '-e' : '-c')

export const isHere = (peer: Peer): boolean => spawnSync(peer.command, [flag(peer), peer.here]).status === 0

export function runPeer(peer: Peer, args: readonly string[]): PeerRun {
  const began = performance.now()
  const { stdout, status, stderr } = spawnSync(peer.command, [flag(peer), peer.program, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${peer.name} ended with ${status}: ${stderr}`)
  return { ...(JSON.parse(stdout) as { cpuMs: number; mb: number }), ms: performance.now() - began }
}
