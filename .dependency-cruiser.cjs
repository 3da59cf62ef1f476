/** DESIGN §1: schemas ← stages ← pipeline ← workers; infra → pipeline/ports, schemas; web → schemas. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'schemas-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { path: '^(stages|pipeline|infra|workers|web|examples|test|bench|scripts)/' },
    },
    {
      name: 'stages-import-schemas-only',
      severity: 'error',
      from: { path: '^stages/' },
      to: { path: '^(pipeline|infra|workers|web|examples|test|bench|scripts)/' },
    },
    {
      name: 'stages-never-import-each-other',
      comment: 'Types are shared through schemas, small functions through stages/shared.',
      severity: 'error',
      from: { path: '^stages/([^/]+)/', pathNot: '^stages/shared/' },
      to: { path: '^stages/', pathNot: '^stages/($1|shared)/' },
    },
    {
      name: 'shared-imports-no-stage',
      severity: 'error',
      from: { path: '^stages/shared/' },
      to: { path: '^stages/', pathNot: '^stages/shared/' },
    },
    {
      name: 'stages-are-pure',
      comment: 'No I/O, clock, randomness, environment or logger inside schemas, stages, pipeline.',
      severity: 'error',
      from: { path: '^(schemas|stages|pipeline)/' },
      to: {
        path: '^(node:)?(fs|fs/promises|child_process|http|https|net|os|path|perf_hooks|process|worker_threads)$|^pino',
      },
    },
    {
      name: 'pipeline-imports-stages-and-schemas',
      severity: 'error',
      from: { path: '^pipeline/' },
      to: { path: '^(infra|workers|web|examples|test|bench|scripts)/' },
    },
    {
      name: 'infra-implements-ports',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(stages|workers|web|examples|test|bench|scripts)/|^pipeline/(?!ports\\.ts)' },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: '^(workers|web)/' },
      to: { path: '^(test|bench|scripts|examples)/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(schemas|stages|pipeline|infra|workers|web)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
