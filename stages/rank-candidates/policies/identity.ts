import type { Transform } from './policy.js';

export const identity: Transform = { kind: 'identity' };
