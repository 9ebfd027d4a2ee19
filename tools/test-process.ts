// Runs test files one after the other in this process: node tools/test-process.ts FILE...
import { createHook } from 'node:async_hooks'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Node's runner is told of every promise, so that it can say which test an error came from that nobody caught: a fifth of all
 * processor time here. Without that such an error still fails the process, and says where it was thrown. Nothing else in the
 * program listens (what AsyncLocalStorage keeps has had another way since Node 24).
 */
const listening: { enable(): unknown } = Object.getPrototypeOf(createHook({}))
listening.enable = function () {
  return this
}

for (const file of process.argv.slice(2)) await import(pathToFileURL(resolve(file)).href)
