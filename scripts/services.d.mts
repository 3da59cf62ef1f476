/** Types of services.mjs, which has to be plain JavaScript. */

export type FoundServices =
  | { readonly kind: 'local'; readonly redisServer: string; readonly versitygw: string }
  | { readonly kind: 'docker' };

export const versitygwVersion: string;
export function findServices(): FoundServices | null;
export function installServices(): boolean;
