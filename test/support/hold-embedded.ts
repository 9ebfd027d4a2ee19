import { startEmbedded } from '#platform/embedded-postgres/start-embedded'
import { silentLog } from '#platform/log'

// A program that holds an embedded PostgreSQL until it is killed, and says in one JSON line where it is.
const [dataDir = '', outside] = process.argv.slice(2)
const options = { dataDir, log: silentLog(), ...(outside ? { outside } : {}) }
const { url, where, pid } = await startEmbedded(options)
console.log(JSON.stringify({ url, where, pid: pid() }))
setInterval(() => {}, 60_000)
