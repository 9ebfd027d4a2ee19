// Who may import whom (docs/adr/0004). Every rule here is proved to bite by test/borders.test.ts.
const no = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })
const test = '\\.test\\.ts$'
const impure =
  '^node_modules/(pg|kysely|fastify|@fastify|nunjucks|pino|jose)|^(node:)?(fs|net|http|https|child_process|crypto|os|process|timers|worker_threads)'

module.exports = {
  forbidden: [
    no('no-cycles', {}, { circular: true }, 'A cycle means two things are really one, or one thing is cut wrong.'),
    no('lib-imports-nothing-above', { path: '^src/lib/' }, { path: '^src/(?!lib/)' }, 'lib is pure and knows nobody.'),
    no(
      'lib-is-pure',
      { path: '^src/lib/', pathNot: test },
      {
        path: '^node_modules/(pg|kysely|fastify|@fastify|nunjucks|pino)|^(node:)?(fs|net|http|https|child_process|os|process|timers|worker_threads)',
      },
      'lib does no I/O and has no clock. (node:crypto hashing is allowed: it is a pure function.)',
    ),
    no(
      'platform-below-ledger',
      { path: '^src/platform/' },
      { path: '^src/(?!lib/|platform/)' },
      'platform may import lib only.',
    ),
    no(
      'ledger-knows-no-phone',
      { path: '^src/ledger/' },
      { path: '^src/(?!lib/|platform/|ledger/)' },
      'The ledger knows no phone, route or partner.',
    ),
    no(
      'http-and-partners-below-modules',
      { path: '^src/(http|partners)/' },
      { path: '^src/(modules|pages|cli|main)' },
      'http and partners serve modules; they do not know them.',
    ),
    no(
      'connector-knows-its-partner-only',
      { path: '^src/partners/connectors/', pathNot: test },
      { path: '^src/(modules|ledger|http|pages|cli)/' },
      'A connector may import #partners, lib and platform.',
    ),
    no(
      'connector-knows-no-other',
      { path: '^src/partners/connectors/([^/]+)\\.ts$', pathNot: test },
      { path: '^src/partners/connectors/', pathNot: '^src/partners/connectors/$1' },
      'Connectors never share code with each other.',
    ),
    no(
      'modules-meet-at-events-and-public',
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/(?!$1/)([^/]+)/', pathNot: '^src/modules/[^/]+/(events/|public\\.ts$)' },
      'Of another module only events/* and public.ts.',
    ),
    no(
      'modules-know-no-pages',
      { path: '^src/modules/' },
      { path: '^src/(pages|cli|main)' },
      'A module does not know its screens.',
    ),
    no(
      'deciding-is-pure',
      { path: '^src/modules/[^/]+/(commands|events)/', pathNot: test },
      { path: impure },
      'Commands and events decide; they do not do.',
    ),
    no(
      'simulators-know-lib-only',
      { path: '^simulators/', pathNot: test },
      { path: '^src/(?!lib/)' },
      'A simulator is written from the partner contract, never from our connector.',
    ),
    no(
      'witness-knows-lib-only',
      { path: '^src/witness/', pathNot: test },
      { path: '^src/(?!lib/|platform/log|witness/)' },
      'A witness shares nothing with the server but lib.',
    ),
    no(
      'eir-knows-lib-only',
      { path: '^src/eir/', pathNot: test },
      { path: '^src/(?!lib/|platform/(log|nats|progress|stop)\\.ts$|eir/)' },
      'An operator can read all of a node: of the server it shares lib, and how to log, reach NATS, show progress and stop.',
    ),
    no(
      'rebuild-shares-nothing',
      { path: '^src/rebuild/', pathNot: test },
      { path: '^src/(?!rebuild/|platform/cli\\.ts$)' },
      'Who counts the figures again shares no code with who published them.',
    ),
    no(
      'conformance-reads-for-itself',
      { path: '^src/conformance/', pathNot: test },
      { path: '^src/(?!lib/|conformance/|platform/cli\\.ts$)|^simulators/' },
      'Who judges a gateway shares no code with the connector that talks to it, nor with its pretend twin.',
    ),
    no(
      'server-knows-no-simulator',
      { path: '^src/', pathNot: `^src/cli/|${test}` },
      { path: '^simulators/' },
      'The server never imports a pretend partner.',
    ),
    no('nobody-imports-main', {}, { path: '^src/main\\.ts$' }, 'main.ts is the composition root.'),
    no(
      'source-imports-no-test',
      { path: '^(src|simulators)/', pathNot: test },
      { path: `${test}|^test/` },
      'Source never imports tests.',
    ),
    no('no-orphan-packages', {}, { couldNotResolve: true }, 'Every import resolves.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
}
