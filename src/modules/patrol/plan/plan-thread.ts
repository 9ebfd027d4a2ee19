// Plans a shift apart from the thread that answers: see in-thread.ts.
import { parentPort, workerData } from 'node:worker_threads'
import type { PlanInput } from '#lib/patrol-plan/input'
import { faultsIn, planCovert, planVisible } from '#lib/patrol-plan/plan'

const { input, covert } = workerData as { readonly input: PlanInput; readonly covert: boolean }
const plan = await (covert ? planCovert : planVisible)(input)
const [fault] = faultsIn(input, plan)
if (fault) throw new Error(`The plan is wrong: unit ${fault.unit} ${fault.fault}.`)
parentPort?.postMessage(plan)
