import { type OtherFiles, otherFiles } from '../submission/patient-files.js';
import { checkFile } from './options.js';

/** Throws unless each one given can be read. @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE */
export function checkOtherFiles(files: OtherFiles<string>): void {
  for (const { option, flag } of otherFiles) {
    const path = files[option];
    if (path !== undefined) checkFile(path, flag);
  }
}
