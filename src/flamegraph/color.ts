/** A stable small hash: the same package gets the same shade in every panel and on every refresh. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < Math.min(text.length, 200); i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Package, module or namespace of a function: what shades are given by. */
export function packageOf(name: string, module = ''): string {
  if (module) {
    return module;
  }
  const path = name.slice(0, 300);
  const go = /^([\w.~-]+(?:\/[\w.~-]+)*?)\.[(\w[]/.exec(path);
  if (path.includes('::')) {
    return path.slice(0, path.lastIndexOf('::'));
  }
  return go ? go[1] : path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
