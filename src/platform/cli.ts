import type { Command } from 'commander'
import type { Config } from './config.ts'
import type { Log } from './log.ts'

/** What main.ts gives to every command: the configuration (parsed at the first call, throws ConfigError) and a log. */
export type Cli = { config(): Config; log(part: string): Log }

/** The default export of a file in src/cli: adds one or more commands. Heavy imports belong inside the action. */
export type AddCommand = (program: Command, cli: Cli) => void

/** 0 good, 1 found something wrong, 2 used wrongly, 3 could not do it. */
export const exitCodes = { good: 0, foundWrong: 1, usedWrongly: 2, couldNot: 3 } as const
