/** Where a store is: a folder or s3://bucket/prefix, as plain data that can be handed to threads; and how it is opened. */
import type { ArtifactStore, ServiceStore } from '../../pipeline/ports.js';
import { invalid, parseS3Location, type S3Location, s3LocationText } from './s3-location.js';

interface FolderLocation {
  readonly kind: 'folder';
  readonly path: string;
}

export type StoreLocation = FolderLocation | S3Location;

/** `--store`, ANTIGRAPH_STORE or `store`, with what the environment says of S3. @throws PARAMETER_INVALID */
export function parseStoreLocation(text: string, environment: NodeJS.ProcessEnv): StoreLocation {
  const fix = 'Name a folder, or s3://BUCKET/PREFIX.';
  const [, scheme, rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]+):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === 's3') return parseS3Location(text, rest, environment);
  if (scheme !== undefined) throw invalid(`a store cannot be at '${text}'`, fix);
  if (text === '') throw invalid('the store has no name', fix);
  return { kind: 'folder', path: text };
}

/** As a person would write it. */
export function locationText(location: StoreLocation): string {
  return location.kind === 'folder' ? location.path : s3LocationText(location);
}

/** The store of the command line at a location; nothing is read or written yet. */
export async function openArtifactStore(location: StoreLocation): Promise<ArtifactStore> {
  // Loaded when needed: a command that keeps nothing does not wait for it, and the S3 client alone takes 0.16 s.
  if (location.kind === 'folder') {
    const { filesystemStore } = await import('./filesystem-store.js');
    return filesystemStore(location.path);
  }
  const { s3ArtifactStore } = await import('./s3/s3-store.js');
  return s3ArtifactStore(location);
}

/** The store of a service at a location; nothing is read or written yet. */
export async function openServiceStore(location: StoreLocation): Promise<ServiceStore> {
  if (location.kind === 'folder') {
    const { folderServiceStore } = await import('./service-store.js');
    return folderServiceStore(location.path);
  }
  const { s3ServiceStore } = await import('./s3/s3-store.js');
  return s3ServiceStore(location);
}

/** Removes what this process has half written for the store: called when its threads have ended and nothing is written any more. */
export async function clearScratch(location: StoreLocation): Promise<void> {
  const { removeScratch } = await import('./scratch.js');
  return removeScratch(location.kind === 'folder' ? location.path : location.cache.folder);
}
