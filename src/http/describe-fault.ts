/** What the log may say of a fault. A database's own words quote values (`Key (imei)=(…)`), so they stay out. */
export const describeFault = (fault: unknown): Record<string, unknown> => {
  if (!(fault instanceof Error)) return { name: typeof fault }
  const { code, cause } = fault as Error & { code?: unknown }
  return {
    name: fault.name,
    ...(typeof code === 'string' && { code }),
    ...words(fault),
    at: whereFrom(fault),
    ...(cause !== undefined && { cause: describeFault(cause) }),
  }
}

// A parser's words quote what it read, as a database's do.
const words = (fault: Error) => {
  if ('severity' in fault && 'routine' in fault) return databaseWords(fault as unknown as Record<string, unknown>)
  return fault instanceof SyntaxError ? {} : { message: firstLine(fault.message) }
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
