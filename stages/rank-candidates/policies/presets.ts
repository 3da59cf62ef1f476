import { antigraph } from './antigraph.js';
import { lens } from './lens.js';
import { mupexi } from './mupexi.js';
import type { Policy } from './policy.js';
import { pvacseq7 } from './pvacseq-7.js';
import { tesla } from './tesla.js';
import { vaxrank } from './vaxrank.js';

/** The default and the published policies, in the order of the comparison table. */
export const presets: readonly Policy[] = [antigraph, pvacseq7, vaxrank, mupexi, lens, tesla];

export const presetNames = ['antigraph', 'pvacseq-7', 'vaxrank', 'mupexi', 'lens', 'tesla'] as const;
export type PresetName = (typeof presetNames)[number];
