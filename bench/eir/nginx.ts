// Debian's nginx with one worker that answers a constant, for bench/eir. Prints its port when it answers; ends with its input.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const folder = mkdtempSync(join(tmpdir(), 'ringback-nginx-'))
const port = await new Promise<number>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number }
    server.close(() => resolve(port))
  })
})
writeFileSync(
  join(folder, 'nginx.conf'),
  `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b;
  fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e; default_type application/json;
  server { listen 127.0.0.1:${port}; location / { return 200 '{"status":"WHITELISTED"}'; } }
}
`,
)
const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
child.on('error', () => process.exit(1)).on('exit', () => process.exit(1))
process.on('exit', () => {
  child.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})
process.stdin.on('close', () => process.exit(0)).resume()
for (let tries = 0; tries < 100; tries++) {
  const answers = await fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  )
  if (answers) break
  await pause(50)
}
process.stdout.write(`${port}\n`)
