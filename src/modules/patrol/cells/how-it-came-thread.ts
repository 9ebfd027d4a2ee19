// Tells new hotspots from lasting ones apart from the thread that serves: see how-it-came.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { classesOf, type Grids } from './how-it-came.ts'

parentPort?.postMessage(classesOf(workerData as Grids))
