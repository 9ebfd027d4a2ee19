/** What the log may say of a fault. A database's own words quote values (`Key (imei)=(…)`), so they stay out. */
export const describeFault = (fault: unknown): Record<string, unknown> => {
  if (!(fault instanceof Error)) return { name: typeof fault }
  const { code, cause } = fault as Error & { code?: unknown }
  const database = 'severity' in fault && 'routine' in fault
  const said = database
    ? databaseWords(fault as unknown as Record<string, unknown>)
    : { message: firstLine(fault.message) }
  return {
    name: fault.name,
    ...(typeof code === 'string' && { code }),
    ...said,
    at: whereFrom(fault),
    ...(cause !== undefined && { cause: describeFault(cause) }),
  }
}

const databaseWords = ({ table, constraint, column, routine }: Record<string, unknown>) => ({
  table,
  constraint,
  column,
  routine,
})

const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 300)

/** The stack without its first lines, which repeat the message. */
const whereFrom = ({ stack = '' }: Error) =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
