import type { AnswerTarget } from '../answer/answer-target.ts'
import type { Answer } from '../answer/answers.ts'

/** What both versions of HTTP answer with. */
export type Answering = {
  readonly answerTarget: AnswerTarget
  readonly answerBatch: (body: string) => Answer
  readonly count: (answer: Answer) => void
}
