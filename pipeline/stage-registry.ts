import { defect } from '../schemas/errors.js';
import type { Stage } from '../schemas/stage.js';
import { graph } from './graph.js';

/** The stage of that name in the graph. */
export function stageNamed(name: string): Stage {
  const found = graph.find((node) => node.stage.name === name);
  if (found === undefined) throw defect(`there is no stage '${name}'`);
  return found.stage;
}
