// Installs what is missing, and nothing when nothing is: packages by npm ci and, with --chromium and --nats, Debian's Chromium
// and its NATS server.
// Plain JavaScript that Node 20 can parse, without imports from node_modules: it runs before they exist.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

refuseOldNode(process.versions.node)
if (process.argv.includes('--chromium')) installChromium()
if (process.argv.includes('--nats')) installNats()
installPackages()

function refuseOldNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  end(`This is Node ${version}; Ringback needs Node 20.19 or newer to start (it then brings its own Node 24).`)
}

function installPackages() {
  if (isInstalled()) return
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    return say('node_modules is a link to packages that differ from package-lock.json: left as it is.')
  say('Installing packages (npm ci: about a minute the first time) ...')
  // Dev packages too: the pretend identity provider of the demo is one. NODE_ENV=production would leave them out.
  if (!run('npm', ['ci', '--include=dev'], {}))
    end('npm ci failed (see above). Check the network and run the same command again.')
}

// By content: times of files say little after a checkout, and npm ci empties the folder first.
function isInstalled() {
  const wanted = readPackages('package-lock.json')
  const found = readPackages('node_modules/.package-lock.json')
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || found[path]?.version === entry.version || !belongsHere(entry),
  )
}

function readPackages(file) {
  const path = join(root, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {}
}

function belongsHere({ optional, os, cpu, libc }) {
  if (!optional) return true
  const fits = (list, mine) => !list || [list].flat().includes(mine)
  // An optional package for any machine may be left out by npm; one for just this machine is wanted.
  return Boolean(os ?? cpu) && fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc')
}

// Chromium without windows shows the same pages for well under half the processor time: its own package with Debian. Where that
// cannot be had, the whole browser does.
function installChromium() {
  if (process.env.CHROMIUM || onPath('chromium-headless-shell')) return
  const hasWhole = ['chromium', 'chromium-browser', 'google-chrome'].some(onPath)
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    if (hasWhole) return
    return end(
      'Install Chromium (for example: sudo apt-get install chromium-headless-shell) and run npm test again: the page tests need it.',
    )
  }
  say("Installing Debian's Chromium without windows for the page tests (apt-get) ...")
  if (installFromDebian('chromium-headless-shell', 'fonts-liberation')) return
  if (hasWhole) return say('It could not be installed: the page tests use the whole browser, and take longer.')
  if (!installFromDebian('chromium', 'fonts-liberation'))
    end('apt-get could not install Chromium (see above). Install it by hand and run npm test again.')
}

// Without it a few tests are left out, and say so: no reason to stop.
function installNats() {
  if (onPath('nats-server') || existsSync('/usr/sbin/nats-server')) return
  if (process.getuid?.() !== 0 || !onPath('apt-get'))
    return say(
      'There is no nats-server (for example: sudo apt-get install nats-server): tests of the feed over NATS are left out.',
    )
  say("Installing Debian's NATS server for the tests of the feed (apt-get) ...")
  if (!installFromDebian('nats-server'))
    say('apt-get could not install nats-server (see above): tests of the feed over NATS are left out.')
}

function installFromDebian(...packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::Retries=1']
  const install = ['install', '-y', '--no-install-recommends', '--no-remove', ...patience, ...packages]
  return run('apt-get', ['update', ...patience], env) && run('apt-get', install, env)
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

function run(command, args, env) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } }).status === 0
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function end(text) {
  say(text)
  process.exit(1)
}
