import { stopWithParent } from '#platform/stop'
import { run } from './main-program.ts'

stopWithParent()
process.exitCode = await run(process.argv)
