import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { natsServers } from '#platform/nats'
import { ownPort } from './ports.ts'

/** NATS_SERVER when set, else the first on PATH; also where Debian puts it, which is not on everybody's. */
export function natsServer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const places = [...(env.PATH ?? '').split(delimiter), '/usr/sbin'].map((folder) => join(folder, 'nats-server'))
  return env.NATS_SERVER ?? places.find((file) => existsSync(file))
}

/** Why tests with a cluster cannot run here, for `skip`; false when they can. */
export const noNats =
  natsServer() === undefined &&
  'There is no nats-server: as root "node bin/install.mjs --nats" installs Debian’s; elsewhere install it and put it on PATH.'

export type NatsCluster = {
  readonly urls: readonly string[]
  /** Kills (-9) the server that leads a stream, and says which it was. */
  readonly killLeader: (stream: string) => Promise<string>
  /** Kills (-9) every server. */
  readonly killAll: () => Promise<void>
  /** Starts those that do not run, on the same ports and folders, and waits until JetStream works. */
  readonly start: () => Promise<void>
}

/**
 * A JetStream cluster of real servers on this machine alone, gone at the end of `t`. `authorization`: who may do what, as their
 * configuration says it, with a user centre whose password is secret.
 */
export async function openNatsCluster(
  t: { after(end: () => Promise<void>): void },
  size = 3,
  authorization?: string,
): Promise<NatsCluster> {
  const program = natsServer()
  if (program === undefined) throw new Error('There is no nats-server.')
  const folder = mkdtempSync(join(tmpdir(), 'ringback-nats-'))
  const names = Array.from({ length: size }, (_, n) => `n${n + 1}`)
  const [ports, routes] = [await ownPorts(size), await ownPorts(size)]
  const urls = ports.map((port) => `nats://${authorization ? 'centre:secret@' : ''}127.0.0.1:${port}`)
  const config = join(folder, 'nats.conf')
  writeFileSync(config, authorization ?? '')
  const running = new Map<string, ChildProcess>()

  const begin = (name: string, n: number) => {
    const cluster = [
      ...['--cluster_name', 'test', '--cluster', `nats://127.0.0.1:${routes[n]}`],
      ...['--routes', routes.map((port) => `nats://127.0.0.1:${port}`).join(',')],
    ]
    const own = ['--name', name, '--addr', '127.0.0.1', '--port', String(ports[n]), '--store_dir', join(folder, name)]
    const child = spawn(program, ['--config', config, '--jetstream', ...own, ...(size > 1 ? cluster : [])], {
      stdio: 'ignore',
    })
    running.set(name, child)
  }
  const kill = async (name: string) => {
    const child = running.get(name)
    running.delete(name)
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const killAll = async () => void (await Promise.all(names.map(kill)))
  t.after(async () => {
    await killAll()
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async () => {
    for (const [n, name] of names.entries()) if (!running.has(name)) begin(name, n)
    await untilWell(urls)
  }
  await start()
  return {
    urls,
    killAll,
    start,
    async killLeader(stream) {
      const connection = await connect(natsServers(urls))
      const manager = await jetstreamManager(connection)
      const { cluster } = await manager.streams.info(stream)
      const leader = cluster?.leader ?? 'n1'
      await kill(leader)
      await connection.close()
      return leader
    },
  }
}

const ownPorts = (count: number) => Promise.all(Array.from({ length: count }, () => ownPort()))

/** JetStream answers once its servers have chosen a leader. */
async function untilWell(urls: readonly string[]): Promise<void> {
  const end = performance.now() + 60_000
  for (;;) {
    try {
      const connection = await connect({ ...natsServers(urls), reconnect: false, timeout: 1000 })
      try {
        await jetstreamManager(connection, { timeout: 1000 })
        return
      } finally {
        await connection.close()
      }
    } catch (error) {
      if (performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
