/** Every external predictor, in the order in which help and doctor name them. */
import type { ExternalTool } from './tool.js';
import { bigmhcEl, bigmhcIm } from './tools/bigmhc.js';
import { mhcflurry } from './tools/mhcflurry.js';
import { mhcnuggets, mhcnuggetsClass2 } from './tools/mhcnuggets.js';
import { mixmhc2pred } from './tools/mixmhc2pred.js';
import { mixmhcpred } from './tools/mixmhcpred.js';
import { netmhciipan } from './tools/netmhciipan.js';
import { netmhcpan } from './tools/netmhcpan.js';
import { netmhcstabpan } from './tools/netmhcstabpan.js';
import { prime } from './tools/prime.js';

export const externalTools: readonly ExternalTool[] = [
  netmhcpan,
  netmhciipan,
  netmhcstabpan,
  mhcflurry,
  mixmhcpred,
  mixmhc2pred,
  prime,
  bigmhcEl,
  bigmhcIm,
  mhcnuggets,
  mhcnuggetsClass2,
];
