/** Commands about a service: as its client, and on its store about keys, audit log and webhooks. Each loads its own code when called. */
import type { Command } from 'commander';

function onStore(command: Command): Command {
  return command
    .option('--store <place>', "the service's store: a folder, or s3://BUCKET/PREFIX")
    .option('--debug', 'print stack traces');
}

function atServer(command: Command): Command {
  return command
    .option('--server <url>', 'address of the service (or ANTIGRAPH_SERVER); the key is ANTIGRAPH_API_KEY')
    .option('--json', 'as NDJSON')
    .option('--debug', 'print stack traces');
}

/** `submit` has its options from the caller, who gives `run` the same. */
export function addServiceCommands(program: Command, submit: Command): void {
  atServer(submit)
    .option('--wait', "show progress, and end with the exit code that 'run' would")
    .option('--out <dir>', 'with --wait: folder for the files')
    .option('--patient <name>', 'pseudonym that the report shows')
    .option('--priority <n>', '1 to 9, lower goes first (default: 5)')
    .option('--webhook <url>', 'https address that the service calls at the end')
    .action(async (options) => (await import('./commands/submit.js')).submit(options));
  atServer(program.command('status').description('a run of a service, or the latest of them'))
    .argument('[run]', 'run id')
    .option('--wait', 'show progress and end as the run does')
    .action(async (run, options) => (await import('./commands/remote-runs.js')).status(run, options));
  atServer(program.command('results').description('the files of a complete run of a service'))
    .argument('<run>', 'run id')
    .requiredOption('--out <dir>', 'output folder')
    .action(async (run, options) => (await import('./commands/remote-runs.js')).results(run, options));
  atServer(program.command('cancel').description('ask a service to stop a run'))
    .argument('<run>', 'run id')
    .action(async (run, options) => (await import('./commands/remote-runs.js')).cancel(run, options));

  onStore(program.command('serve').description('the HTTP API of a service, with its operator page'))
    .option('--port <n>', 'port to listen on (or ANTIGRAPH_PORT; default: 8080)')
    .option('--host <address>', 'address to listen on (or ANTIGRAPH_HOST; default: 127.0.0.1)')
    .option('--references <dir>', 'folder of reference bundles (or ANTIGRAPH_REFERENCES)')
    .option(
      '--predictor <names>',
      'predictors of the submissions (default: antigraph-class1,antigraph-class2)',
    )
    .option('--embedded', 'with a worker and a Redis of its own: everything a lab needs, on this machine')
    .option('--jobs <n>', 'with --embedded: tasks at work at once (default: processor cores, at most 4)')
    .action(async (options) => (await import('./commands/serve.js')).serve(options));
  onStore(program.command('work').description('a worker of a service: takes tasks from its queue'))
    .option('--queues <names>', 'runs (steps of runs, sweep), tasks, or both with a comma', 'runs,tasks')
    .option('--jobs <n>', 'tasks at work at once (default: processor cores, at most 4)')
    .option('--references <dir>', 'folder of reference bundles (or ANTIGRAPH_REFERENCES)')
    .option(
      '--predictor <names>',
      "those of the API's submissions (default: antigraph-class1,antigraph-class2)",
    )
    .action(async (options) => (await import('./commands/work.js')).work(options));

  const keys = program.command('keys').description('API keys of a service');
  onStore(keys.command('create').description('a new key, printed this once'))
    .option('--tenant <name>', 'laboratory or group whose runs it opens; none for role operate alone')
    .requiredOption('--role <roles>', 'submit, read, operate; several with commas')
    .option('--label <text>', 'which system or person uses it', '')
    .option('--days <n>', "days until it expires, or 'never'", '365')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/keys.js')).create(options));
  onStore(keys.command('list').description('every key, without its secret'))
    .option('--json', 'as NDJSON')
    .action(async (options) => (await import('./commands/keys.js')).list(options));
  onStore(keys.command('revoke').description('refuse a key from now on'))
    .argument('<id>', "the 12 characters after 'ag_'")
    .action(async (id, options) => (await import('./commands/keys.js')).revoke(id, options));
  onStore(keys.command('rotate').description('a new key in place of one, which is accepted for a while'))
    .argument('<id>', "the 12 characters after 'ag_'")
    .option('--overlap-hours <n>', 'how long both are accepted', '24')
    .option('--json', 'as JSON')
    .action(async (id, options) => (await import('./commands/keys.js')).rotate(id, options));

  const audit = program.command('audit').description('who did what to which run: the log of a service');
  onStore(audit.command('verify').description('find any edit, removal or reordering'))
    .option('--heads <file>', "what 'audit heads' printed earlier, kept elsewhere: finds a cut-off end too")
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/audit.js')).verify(options));
  onStore(audit.command('heads').description('where the log stands, to keep elsewhere')).action(
    async (options) => (await import('./commands/audit.js')).heads(options),
  );
  onStore(audit.command('list').description('the entries in order of time'))
    .option('--run <id>', 'of one run')
    .option('--tenant <name>', 'of one tenant')
    .option('--json', 'as NDJSON')
    .action(async (options) => (await import('./commands/audit.js')).list(options));

  const webhooks = program.command('webhooks').description("a tenant's secrets that sign webhooks");
  const ofTenant = (command: Command) => onStore(command).requiredOption('--tenant <name>', 'whose');
  ofTenant(webhooks.command('create').description('a new secret, printed this once'))
    .option('--overlap-hours <n>', 'how long the one before signs along', '24')
    .action(async (options) => (await import('./commands/webhooks.js')).create(options));
  ofTenant(webhooks.command('list').description('ids and times of the secrets')).action(async (options) =>
    (await import('./commands/webhooks.js')).list(options),
  );
  ofTenant(webhooks.command('revoke').description('a secret signs no more'))
    .argument('<id>')
    .action(async (id, options) => (await import('./commands/webhooks.js')).revoke(id, options));
}
