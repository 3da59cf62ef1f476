/** Loaded before a program whose disk is to be full where none of a small size can be mounted: while the file CHAOS_DISK_FULL is there, nothing is opened for writing below CHAOS_DISK. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { CHAOS_DISK = '', CHAOS_DISK_FULL = '' } = process.env;

const refuse = (path, flags) => {
  if (!String(path).startsWith(CHAOS_DISK) || !/[wa+]/.test(String(flags)) || !fs.existsSync(CHAOS_DISK_FULL)) return;
  throw Object.assign(new Error(`ENOSPC: no space left on device, open '${path}'`), { code: 'ENOSPC', errno: -28, syscall: 'open', path });
};

const { openSync } = fs;
fs.openSync = (path, flags = 'r', mode = undefined) => {
  refuse(path, flags);
  return openSync(path, flags, mode);
};
const { open } = fs.promises;
fs.promises.open = async (path, flags = 'r', mode = undefined) => {
  refuse(path, flags);
  return open(path, flags, mode);
};
syncBuiltinESMExports();
