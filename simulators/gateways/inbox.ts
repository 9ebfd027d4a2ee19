import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One message as a pretend gateway took it. */
export type Message = {
  readonly id: string
  readonly at: string
  readonly to: string
  readonly subject?: string
  readonly text: string
  /** The sender's own name for it. */
  readonly reference?: string
  /** How often it came: more than once when the sender did not learn that it had been taken. */
  times: number
  /** What became of it, in the gateway's word. */
  status: string
}

/** What a pretend gateway took, over restarts where it has a file: so that a demo can show a victim's texts and mails. */
export function openInbox(file: string | undefined) {
  const messages: Message[] = file ? read(file) : []
  return {
    all: (): readonly Message[] => messages,
    find: (want: (message: Message) => boolean) => messages.find(want),
    /** Keeps one; one of the same id came again. */
    add: (message: Omit<Message, 'times'>): Message => {
      const known = messages.find(({ id }) => id === message.id)
      if (known) {
        known.times++
        return known
      }
      const kept = { ...message, times: 1 }
      messages.push(kept)
      if (file) {
        mkdirSync(dirname(file), { recursive: true })
        appendFileSync(file, `${JSON.stringify(kept)}\n`)
      }
      return kept
    },
  }
}

export type Inbox = ReturnType<typeof openInbox>

function read(file: string): Message[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Message)
  } catch {
    return [] // none yet
  }
}

const html = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`).replaceAll('\n', '<br>')

/** A page that shows them, the newest first, and says plainly that nothing here is real. */
export const inboxPage = (title: string, messages: readonly Message[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title><style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 1rem auto; padding: 0 1rem; color: #0b0c0c }
.pretend { background: repeating-linear-gradient(135deg, #ffdd00 0 1rem, #fff 1rem 2rem); padding: .5rem 1rem; font-weight: bold }
article { border: 1px solid #b1b4b6; border-left: .4rem solid #1d70b8; padding: .5rem 1rem; margin: 1rem 0; overflow-wrap: anywhere }
small { color: #505a5f }
</style></head><body><p class="pretend">Pretend: no message here has left this machine.</p>
<main><h1>${html(title)}</h1>
${[...messages].reverse().map(article).join('') || '<p>Nothing has come yet.</p>'}</main></body></html>`

const article = ({ to, at, subject, text, status, times }: Message) => `<article>
<p><small>To ${html(to)}, ${html(at)}, ${html(status)}${times > 1 ? `, came ${times} times` : ''}</small></p>
${subject === undefined ? '' : `<h2>${html(subject)}</h2>`}<p>${html(text)}</p></article>`
