/** A disk that can be made full: a small file system in memory where one may be mounted, else a program that is told it is full. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessSettings } from './service-process.js';

export interface SmallDisk {
  readonly folder: string;
  /** What a process needs for whom it is to be full. */
  readonly settings: Required<ProcessSettings>;
  readonly kind: 'mounted' | 'pretended';
  fill(): void;
  free(): void;
  remove(): void;
}

/** Not above what a patient's files need together, and quickly filled. */
const sizeMb = 48;

/** A disk at a path that is not there yet. */
export function smallDisk(folder: string): SmallDisk {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder]);
  return mounted.status === 0 ? mountedDisk(folder) : pretendedDisk(folder);
}

function mountedDisk(folder: string): SmallDisk {
  const filler = join(folder, 'filler');
  return {
    folder,
    kind: 'mounted',
    settings: { environment: {}, preloads: [] },
    fill: () => fillFile(filler),
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', ['--lazy', folder]);
    },
  };
}

/** Writes until nothing fits any more. */
function fillFile(path: string): void {
  const descriptor = openSync(path, 'w');
  try {
    for (let size = 1 << 20; size >= 1; size >>= 1) writeWhatFits(descriptor, Buffer.alloc(size));
  } finally {
    closeSync(descriptor);
  }
}

function writeWhatFits(descriptor: number, block: Buffer): void {
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

function pretendedDisk(folder: string): SmallDisk {
  const flag = `${folder}-is-full`;
  return {
    folder,
    kind: 'pretended',
    settings: {
      environment: { CHAOS_DISK: folder, CHAOS_DISK_FULL: flag },
      preloads: [new URL('./disk-full.mjs', import.meta.url).href],
    },
    fill: () => writeFileSync(flag, ''),
    free: () => rmSync(flag, { force: true }),
    remove: () => rmSync(flag, { force: true }),
  };
}
