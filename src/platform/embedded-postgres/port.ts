import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** The port of 127.0.0.1 that this data folder used last when it is still free, else another free one; remembered. */
export async function rememberedPort(dataDir: string): Promise<number> {
  const file = join(dataDir, 'postgres-port')
  const last = readPort(file)
  const port = last && (await isFree(last)) ? last : await anyFree()
  if (port !== last) writeFileSync(file, `${port}\n`)
  return port
}

/** The port that a cluster of this data folder was last started on. */
export function readPort(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined
  } catch {
    return undefined
  }
}

/** Whether a program could listen on this port now. */
export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await listenOnce(port, host)) !== undefined
}

async function anyFree(): Promise<number> {
  const port = await listenOnce(0, '127.0.0.1')
  if (port === undefined) throw new Error('No free port on 127.0.0.1: end some programs and start again.')
  return port
}

function listenOnce(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
