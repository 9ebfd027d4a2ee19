// Sums up a list apart from the thread that follows: see sum-up.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { type Listed, sumsOf } from './sum-up.ts'

parentPort?.postMessage(sumsOf(workerData as Listed))
