import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { AntigraphError } from '../../../schemas/errors.js';
import { runTool, type ToolProgram } from './run-tool.js';
import type { ExternalTool } from './tool.js';
import { knownVersion } from './tool-errors.js';

/** Where tools are looked for, and how long one may take. */
export interface ToolSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeLimitMs: number;
}

/** An installed tool. */
export interface FoundTool {
  readonly program: ToolProgram;
  /** SHA-256 of the executable file. */
  readonly executableDigest: string;
  /** null: only its output states it. */
  readonly version: string | null;
}

/** Environment variable that names a tool's executable: ANTIGRAPH_NETMHCPAN_PATH. */
export function pathVariable(tool: Pick<ExternalTool, 'name'>): string {
  return `ANTIGRAPH_${tool.name.toUpperCase().replaceAll('-', '_')}_PATH`;
}

/**
 * The installed tool: the file that its variable names, else the first of its executables on PATH that answers. An interpreter on PATH
 * does not count unless the tool's module tells its version.
 * @throws TOOL_NOT_FOUND, TOOL_VERSION_UNKNOWN; TOOL_FAILED where the file that was named does not answer
 */
export async function findTool(tool: ExternalTool, settings: ToolSettings): Promise<FoundTool> {
  const variable = pathVariable(tool);
  const named = settings.environment[variable];
  if (named !== undefined && named !== '') {
    const path = executablePath(named);
    if (path !== null) return identify(tool, path, settings);
    throw notFound(tool, `${variable} names ${named}, which is no file that can be run`);
  }
  const tried: string[] = [];
  for (const name of tool.executables) {
    const path = onPath(name, settings.environment['PATH'] ?? '');
    if (path === null) continue;
    try {
      return await identify(tool, path, settings);
    } catch (error) {
      // An executable of that name that is not the tool (python3 without the module): the next may be.
      if (!(error instanceof AntigraphError) || error.code !== 'TOOL_FAILED') throw error;
      tried.push(path);
    }
  }
  const found = tried.length === 0 ? '' : ` (${tried.join(', ')} is there without it)`;
  throw notFound(tool, `${tool.executables.join(' or ')} is not found on PATH${found}`);
}

async function identify(tool: ExternalTool, path: string, settings: ToolSettings): Promise<FoundTool> {
  const isScript = path.endsWith('.py');
  const program = {
    title: tool.title,
    executable: isScript ? 'python3' : path,
    leading: isScript ? [path] : [],
    timeLimitMs: settings.timeLimitMs,
  };
  return {
    program,
    executableDigest: createHash('sha256').update(readFileSync(path)).digest('hex'),
    version: tool.versionArguments === null ? null : await askVersion(tool, program, tool.versionArguments),
  };
}

async function askVersion(
  tool: ExternalTool,
  program: ToolProgram,
  versionArguments: readonly string[],
): Promise<string> {
  const answer = await runTool(program, { arguments: versionArguments, files: {}, outputFile: null });
  const version = tool.readVersion(answer.text) ?? tool.readVersion(answer.stderr);
  if (version !== null) return knownVersion(tool, version, program.executable);
  throw new AntigraphError('TOOL_FAILED', `${tool.title} (${program.executable}) does not tell its version`, {
    fix: `Name the right file in ${pathVariable(tool)}, or install the tool anew.`,
  });
}

function onPath(name: string, path: string): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const found = executablePath(join(folder, name));
    if (found !== null) return found;
  }
  return null;
}

/** The absolute path if it is a file that can be run, or a Python script; links are kept, because a tool may look for its data beside its name. */
function executablePath(path: string): string | null {
  const absolute = resolve(path);
  try {
    if (!statSync(realpathSync(absolute)).isFile()) return null;
    accessSync(absolute, absolute.endsWith('.py') ? constants.R_OK : constants.X_OK);
    return absolute;
  } catch {
    return null;
  }
}

function notFound(tool: ExternalTool, what: string): AntigraphError {
  return new AntigraphError('TOOL_NOT_FOUND', `${tool.title}: ${what}`, {
    fix: `Install it and put it on PATH, or name its executable in ${pathVariable(tool)}. Without it: --predictor ${tool.name}=FILE reads an output that was saved elsewhere.`,
    details: { tool: tool.name },
  });
}
