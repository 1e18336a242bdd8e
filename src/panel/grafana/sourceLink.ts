import { type FrameInfo } from '../../profile';

/** A line of a program's source where its repository shows it. */
export interface SourceLink {
  /** `main.go:42` */
  text: string;
  href: string;
}

/** Where the repositories of GitHub and GitLab show a file, on their own sites and on those that companies run. */
const HOSTS: Array<{ host: RegExp; blob: string }> = [
  { host: /^github\.[a-z0-9.-]+$/, blob: '/blob/' },
  { host: /^gitlab\.[a-z0-9.-]+$/, blob: '/-/blob/' },
];

/** Folders of packages that belong to somebody else: what is in them is not in the program's repository. */
const FOREIGN = /(?:^|\/)(?:pkg\/mod|node_modules|site-packages|dist-packages|vendor|\.cargo|\.m2)\//;

/**
 * Link to the line of a frame, by the labels that Pyroscope uses for it: `service_repository` (an address), `service_git_ref` and,
 * where the service is not at the repository's root, `service_root_path`. Labels and files come with profiles: whatever they hold,
 * what is made of it is an https address below the repository. Undefined where it is not known where the file lies in it.
 */
export function sourceLink(
  { file = '', line = 0 }: Pick<FrameInfo, 'file' | 'line'>,
  labels: Map<string, string>
): SourceLink | undefined {
  const repository = repositoryOf(labels.get('service_repository') ?? '');
  const ref = segmentsOf(labels.get('service_git_ref') ?? '');
  const root = segmentsOf(labels.get('service_root_path') ?? '');
  const path = repository && root && pathIn(file.replaceAll('\\', '/'), repository.path, root);
  if (!repository || !ref?.length || !path) {
    return undefined;
  }
  const at = line > 0 ? line : undefined;
  const encoded = [repository.path, ref, path].map((segments) => segments.map(encode).join('/'));
  return {
    text: path[path.length - 1] + (at ? `:${at}` : ''),
    href: `https://${repository.host}/${encoded[0]}${repository.blob}${encoded[1]}/${encoded[2]}${at ? `#L${at}` : ''}`,
  };
}

/** `https://github.com/owner/name`, with or without scheme and `.git`; nothing with a user, a port or another scheme. */
function repositoryOf(label: string): { host: string; path: string[]; blob: string } | undefined {
  const [, host = '', rest = ''] =
    /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/([^?#]+?)(?:\.git)?\/*$/i.exec(label.trim()) ?? [];
  const site = HOSTS.find((one) => one.host.test(host.toLowerCase()));
  const path = segmentsOf(rest);
  return site && path && path.length >= 2 ? { host: host.toLowerCase(), path, blob: site.blob } : undefined;
}

/** Parts between slashes; undefined where one of them would lead elsewhere. */
function segmentsOf(path: string): string[] | undefined {
  const segments = path.split('/').filter((segment) => segment && segment !== '.');
  return segments.includes('..') ? undefined : segments;
}

/**
 * Path of a file in the repository: below its name where the path holds that, as in a build folder or in Go's trimmed paths; else,
 * where the path is relative, below the service's root. Of a file without its folder nobody knows where it lies, and relative paths
 * of Go are modules: the standard library's, too.
 */
function pathIn(file: string, repository: string[], root: string[]): string[] | undefined {
  const segments = segmentsOf(file);
  if (!segments || FOREIGN.test(file) || file.includes('@') || /^(?:[a-z]+:|<|\[)/i.test(file)) {
    return undefined;
  }
  const below = segments.indexOf(repository[repository.length - 1]) + 1;
  if (below > 0 && below < segments.length) {
    return segments.slice(below);
  }
  const isRelative = file.startsWith('./') || (!file.startsWith('/') && !file.endsWith('.go') && segments.length > 1);
  return isRelative ? [...root, ...segments] : undefined;
}

/** A name cut in the middle of a surrogate pair can not be encoded as it is. */
const encode = (text: string) =>
  encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'));
