#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { become } from './run.mjs'

become(realpathSync(fileURLToPath(new URL('../src/main.ts', import.meta.url))), process.argv.slice(2))
