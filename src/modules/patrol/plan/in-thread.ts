import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { PatrolPlan, PlanInput } from '#lib/patrol-plan/input'

/** Plans apart from the thread that answers, and has the judge look at what it made. What is wrong is a fault. */
export async function planInThread(input: PlanInput, covert = false): Promise<PatrolPlan> {
  const worker = new Worker(new URL('./plan-thread.ts', import.meta.url), { workerData: { input, covert } })
  try {
    const [plan] = (await once(worker, 'message')) as [PatrolPlan] // a fault in the thread rejects
    return plan
  } finally {
    await worker.terminate()
  }
}
