import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { pei, statusIn } from '../eir.ts'
import { hold, NotTried } from '../finding.ts'
import { inSeconds, whole } from '../judge.ts'
import { type Answer, field } from '../wire.ts'
import { promise } from './clauses.ts'
import { specimen } from './specimen.ts'

const operation = 'TS 29.511, GET equipment-status'
const causes = 'TS 29.500 5.2.7.2'

/** A handset that nobody can have, and that no check ever orders anything for. */
const stranger = ({ bench }: Desk) => pei.imei(`${bench.settings.unknownTac}999999`)

async function ask({ bench }: Desk, query: string, method?: string): Promise<Answer> {
  if (!bench.eir) throw new NotTried('no EIR was named with --eir')
  return whole(await bench.eir.ask(query, method))
}

const inForm = (
  id: string,
  says: string,
  clause: string,
  form: (handset: string) => string,
  after = ['eir-block'],
): Check => ({
  ...{ id, says, clause, after },
  needs: ['eir'],
  probe: `The EIR is asked for ${form('35000000000001').replace(/\d{14}/, '<14 digits>')} of the handset that is blocked.`,
  mend: 'Match on the first 14 digits alone, in the list and in the question.',
  run: async (desk) => {
    const { handset } = await specimen(desk)
    const ms = await desk.shows(handset, 'refused', form)
    return `BLACKLISTED, ${inSeconds(ms)} after it was asked for`
  },
})

/** A question that is refused with this status code and, in the problem, this cause. */
const refused = (
  id: string,
  says: string,
  question: (desk: Desk) => string,
  { status, cause, clause = causes }: { status: number; cause?: string; clause?: string },
): Check => ({
  ...{ id, says, clause },
  needs: ['eir'],
  probe: 'The EIR is asked so.',
  mend: `Answer ${status}${cause ? ` with {"cause":"${cause}"}` : ''}, and never a status that was not asked for.`,
  run: async (desk) => {
    const answer = await ask(desk, question(desk))
    const said = field(answer.json, 'cause')
    hold(answer.status === status, `it was answered ${answer.status === 200 ? statusIn(answer) : answer.status}`)
    hold(
      cause === undefined || said === cause,
      `${status}, but the cause is ${typeof said === 'string' ? said.slice(0, 60) : 'missing'}`,
    )
    return `${status}${cause ? ` ${cause}` : ''}`
  },
})

export const eirForms: readonly Check[] = [
  {
    ...inForm(
      'eir-block',
      'When a block is acknowledged, the network refuses the handset.',
      `${promise(2)}; ${operation}`,
      pei.imei,
      ['order'],
    ),
    mend: 'Answer 200 only when the EIR has it; while it is on its way answer 202. --within says how long we wait.',
  },
  inForm(
    'eir-wrong-digit',
    'A check digit that is wrong in the air hides no handset.',
    'TS 23.003 6.2.1 (the check digit is not part of the number)',
    pei.wrongDigit,
  ),
  inForm(
    'eir-zero-digit',
    'A check digit sent as 0 hides no handset.',
    'TS 23.003 6.2.1 (sent as 0 between network elements)',
    pei.zeroDigit,
  ),
  inForm(
    'eir-imeisv',
    'The software version in an IMEISV hides no handset.',
    'TS 23.003 6.2.2, TS 29.571 Pei',
    pei.imeisv,
  ),
  {
    ...inForm(
      'eir-with-sim',
      'A block is on the handset, whatever SIM is in it.',
      operation,
      (handset) => `${pei.imei(handset)}&supi=imsi-001010000000001&gpsi=msisdn-447700900123`,
    ),
    mend: 'Look the handset up by its PEI; SUPI and GPSI may only add to the answer.',
  },
]

export const eirErrors: readonly Check[] = [
  refused(
    'eir-unknown',
    'A handset that the EIR does not know is answered so, and not refused.',
    (desk) => `?pei=${stranger(desk)}`,
    { status: 404, cause: 'ERROR_EQUIPMENT_UNKNOWN', clause: 'TS 29.511, application errors' },
  ),
  refused('eir-pei-missing', 'A question without a PEI is refused.', () => '', {
    status: 400,
    cause: 'MANDATORY_QUERY_PARAM_MISSING',
  }),
  refused(
    'eir-pei-twice',
    'A question with two PEIs is refused.',
    (desk) => `?pei=${stranger(desk)}&pei=${stranger(desk)}`,
    {
      status: 400,
    },
  ),
  refused('eir-pei-wrong', 'A question with something else than a PEI is refused.', () => '?pei=imei-12345', {
    status: 400,
    cause: 'MANDATORY_QUERY_PARAM_INCORRECT',
  }),
  {
    id: 'eir-method',
    says: 'The status is asked for with GET and cannot be set.',
    clause: `${operation}; RFC 9110 15.5.6`,
    probe: 'PUT and DELETE in place of GET.',
    mend: 'Answer 405 to any method but GET.',
    needs: ['eir'],
    run: async (desk) => {
      for (const method of ['PUT', 'DELETE']) {
        const { status } = await ask(desk, `?pei=${stranger(desk)}`, method)
        hold(status === 405 || status === 501, `${method} was answered ${status}`)
      }
      return '405'
    },
  },
  {
    id: 'eir-problem',
    says: 'An error of the EIR is a problem: application/problem+json with the status in it.',
    clause: 'TS 29.500 5.2.7.1, RFC 9457',
    probe: 'The content type and the body of the answers to an unknown, a missing and a wrong PEI.',
    mend: 'Set content-type application/problem+json and put "status" into the body.',
    needs: ['eir'],
    run: async (desk) => {
      for (const query of [`?pei=${stranger(desk)}`, '', '?pei=imei-12345']) {
        const { status, headers, json } = await ask(desk, query)
        if (status < 400) continue // another check says that this is no error here
        const type = headers['content-type']?.split(';')[0]
        hold(type === 'application/problem+json', `a ${status} came as ${type ?? 'nothing'}`)
        const said = field(json, 'status')
        hold(
          said === undefined || said === status,
          `a ${status} says in its body that it is ${String(said).slice(0, 20)}`,
        )
        hold(typeof json === 'object' && json !== null, `a ${status} came without a JSON object`)
      }
      return 'application/problem+json'
    },
  },
]
