export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The routes in what fastify's `printRoutes({ commonPrefix: false })` draws: a tree, four characters a level. */
export function routesOf(tree: string): readonly { readonly method: Method; readonly url: string }[] {
  const path: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', listed = ''] =
      /^((?:[│ ] {3})*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (part === '' && listed === '') return [];
    const depth = indent.length / 4;
    path.splice(depth, path.length, part);
    const url = path.join('');
    return methods.filter((method) => listed.split(', ').includes(method)).map((method) => ({ method, url }));
  });
}
