import type { AddCommand } from '#platform/cli'

const addRebuild: AddCommand = (program, cli) => {
  program
    .command('rebuild')
    .description('build a view again from the ledger, while everything runs, and put it in place')
    .argument('<view>', 'its name, as ringback inspect lists it')
    .option('--check', 'only compare with the live one and say how they differ; exit 1 when they do')
    .option('--json', 'print one JSON object')
    .action(async (name: string, options: { check?: boolean; json?: boolean }) => {
      const { rebuildNamed } = await import('./rebuild/rebuild-named.ts')
      process.exitCode = await rebuildNamed(name, options, cli)
    })
}

export default addRebuild
