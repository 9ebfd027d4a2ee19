import { type Place, type Running, runSimulator } from './frame.ts'
import { pretendTakeDown } from './take-down/service.ts'

/** One service that has false sites taken down. */
export default (place: Place): Promise<Running> =>
  runSimulator(pretendTakeDown('demo-take-down', 'Suspicious site desk (pretend)'), place)
