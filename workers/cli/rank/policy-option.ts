import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';
import { nearest } from '../../../schemas/nearest.js';
import { presetNames } from '../../../stages/rank-candidates/policies/presets.js';
import {
  type PolicyParameter,
  resolvePolicy,
  userPolicySchema,
} from '../../../stages/rank-candidates/policies/resolve.js';
import { checkFile, labelOf } from '../options.js';

/** A preset's name, or a file with a policy of one's own. @throws USAGE, PARAMETER_INVALID */
export function policyOf(text: string): PolicyParameter {
  const preset = presetNames.find((name) => name === text);
  if (preset !== undefined) return preset;
  if (!/[./\\]/.test(text))
    throw new AntigraphError('USAGE', `--policy: there is no policy '${text}'`, {
      fix: `Did you mean ${nearest(text, presetNames, 1).join('')}? Known: ${presetNames.join(', ')}, or a JSON file with your own.`,
    });
  checkFile(text, '--policy');
  const parsed = userPolicySchema.safeParse(jsonOf(text));
  if (parsed.success) {
    // Names that only the whole policy can tell are checked before long work.
    resolvePolicy(parsed.data);
    return parsed.data;
  }
  throw new AntigraphError('PARAMETER_INVALID', `this is no policy: ${z.prettifyError(parsed.error)}`, {
    at: { file: labelOf(text) },
    fix: 'A policy of your own is a JSON object with a name, what it extends, and what differs: see docs/ranking-policies.md.',
  });
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AntigraphError('PARAMETER_INVALID', 'the policy is not JSON', {
      at: { file: labelOf(path) },
      fix: 'See docs/ranking-policies.md for an example.',
      cause,
    });
  }
}
