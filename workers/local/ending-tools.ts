/** Opens or uses external predictors in this thread; a tool that is under way when somebody stops the command ends with it. */
export async function endingTools<T>(work: () => Promise<T>): Promise<T> {
  const { endTools } = await import('../../infra/predictors/external/index.js');
  const interrupt = () => process.exit(130);
  // Kept until the process ends: worker threads may start tools later.
  process.once('exit', endTools);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    return await work();
  } finally {
    endTools();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
