import type { AddCommand } from '#platform/cli'

const addInspect: AddCommand = (program) => {
  program
    .command('inspect')
    .description(
      'list everything found in the source folders: events, commands, views, connectors, measures, routes, pages',
    )
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { inventory } = await import('./inspect/inventory.ts')
      const found = await inventory()
      if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
      else for (const [kind, names] of Object.entries(found)) process.stdout.write(list(kind, names))
    })
}

const list = (kind: string, names: readonly string[]) =>
  `${kind} (${names.length})\n${names.map((name) => `  ${name}\n`).join('')}\n`

export default addInspect
