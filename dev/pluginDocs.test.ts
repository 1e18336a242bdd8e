// The folder that plugin.json calls `docsPath`, by the rules that the catalogue checks before it publishes: the blocking ones of
// https://github.com/grafana/plugin-tools/blob/main/packages/plugin-docs-cli/docs/validation-rules.md, each by the name it has there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, posix, relative } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..');
const DOCS_PATH: string = JSON.parse(readFileSync(join(ROOT, 'src/plugin.json'), 'utf8')).docsPath;
const DOCS = join(ROOT, DOCS_PATH);
const KILOBYTE = 1024;

interface Page {
  path: string;
  front: Record<string, unknown>;
  /** Without frontmatter, blocks of code and code in the line. */
  prose: string;
  headings: Set<string>;
}

const entries = readdirSync(DOCS, { recursive: true, withFileTypes: true }).map((entry) => ({
  entry,
  path: relative(DOCS, join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
}));
const files = entries.filter(({ entry }) => entry.isFile()).map(({ path }) => path);
const images = files.filter((path) => extname(path) !== '.md');
const pages = files.filter((path) => extname(path) === '.md').map(pageOf);

function pageOf(path: string): Page {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(DOCS, path), 'utf8'));
  if (!parts) {
    throw new Error(`${path} does not begin with frontmatter.`);
  }
  const [, front, body] = parts;
  const text = body.replace(/^```[\s\S]*?^```/gm, '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading));
  return { path, front: parse(front), prose: text.replace(/`[^`\n]+`/g, ''), headings: new Set(headings) };
}

/** As GitHub and the catalogue make an anchor of a heading. */
function slug(heading: string): string {
  return heading
    .replace(/[*`]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Targets of links, or of images, that lead to no other origin, as they are written. */
const targetsOf = ({ prose }: Page, image: boolean) =>
  [...prose.matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)[^)]*\)/g)].flatMap(([, bang, target]) =>
    Boolean(bang) === image && (image || !/^(https?|mailto):/.test(target)) ? [target] : []
  );
/** `page: what is wrong` of all pages. */
const faultsOf = (find: (page: Page) => string[]) =>
  pages.flatMap((page) => find(page).map((fault) => `${page.path}: ${fault}`));

describe('the plugin documentation', () => {
  it('root-index-exists, required-pages: the landing page, and what a panel must document', () => {
    expect(files).toEqual(expect.arrayContaining(['index.md', 'options.md', 'data-formats.md']));
  });

  it('allowed-file-types, no-svg-files, no-symlinks: pages and pictures, nothing else', () => {
    expect(files.filter((path) => !/\.(md|png|jpe?g|webp|gif)$/.test(path))).toEqual([]);
    expect(entries.filter(({ entry }) => entry.isSymbolicLink())).toEqual([]);
  });

  it('valid-file-naming, max-nesting-depth, max-total-pages, nested-dir-has-index', () => {
    const names = [...pages, ...entries.filter(({ entry }) => entry.isDirectory())].flatMap(({ path }) =>
      path.replace(/\.md$/, '').split('/')
    );
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
    expect(images.filter((path) => !/^[\w./-]+$/.test(path))).toEqual([]);
    expect(pages.filter(({ path }) => path.split('/').length > 3)).toEqual([]);
    expect(pages.length).toBeLessThanOrEqual(50);
    const folders = new Set(pages.map(({ path }) => dirname(path)));
    expect([...folders].filter((folder) => !files.includes(posix.join(folder, 'index.md')))).toEqual([]);
  });

  it('frontmatter: title, description, position, each within its bounds and once in a folder', () => {
    const faults = faultsOf(({ path, front }) => {
      const { title, description, sidebar_position: position, slug: address } = front;
      const others = pages.filter((other) => other.path !== path && dirname(other.path) === dirname(path));
      return [
        typeof title === 'string' && title.length > 0 && title.length <= 60 ? '' : 'title',
        typeof description === 'string' && description.length >= 20 && description.length <= 160 ? '' : 'description',
        typeof position === 'number' ? '' : 'sidebar_position',
        others.some((other) => other.front.sidebar_position === position) ? `a second ${position}` : '',
        address === undefined ? '' : 'slug',
      ].filter(Boolean);
    });
    expect(faults).toEqual([]);
  });

  it('no-h1-heading, no-raw-html, no-script-tags: Markdown alone, its first heading made of the title', () => {
    const faults = faultsOf(({ path, prose }) => [
      // The catalogue's rule looks into blocks of code, too.
      ...(readFileSync(join(DOCS, path), 'utf8').match(/^# .*/gm) ?? []),
      ...(prose.match(/< *\/?(?!(?:br|wbr|hr|details|summary)\b)[a-z][a-z0-9]*\b[^>]*>/gi) ?? []),
      ...(prose.match(/\bon[a-z]+\s*=\s*(?:["'][^"']*["']|[^\s>]+)/gi) ?? []),
      ...(prose.match(/\{\{[<%]/g) ?? []),
    ]);
    expect(faults).toEqual([]);
  });

  it('referenced-images-exist, no-external-images, no-orphaned-images, max-image-size, max-total-images-size', () => {
    const shown = pages.flatMap((page) =>
      targetsOf(page, true).map((target) => posix.join(dirname(page.path), target))
    );
    expect([...new Set(shown)].sort()).toEqual([...images].sort());
    const sizes = images.map((path) => statSync(join(DOCS, path)).size);
    const largest = (path: string) => (path.endsWith('.gif') ? 1024 : 300) * KILOBYTE;
    expect(images.filter((path, i) => sizes[i] > largest(path))).toEqual([]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5 * KILOBYTE ** 2);
  });

  it('no-path-traversal, internal-links-resolve, anchor-links-resolve: links stay in the folder and arrive', () => {
    const faults = faultsOf((page) =>
      targetsOf(page, false).filter((target) => {
        const [file, anchor] = target.split('#');
        const path = file ? posix.join(dirname(page.path), file) : page.path;
        const arrives =
          !path.startsWith('..') && !file.startsWith('/') && existsSync(join(DOCS, path)) && path.endsWith('.md');
        const found = pages.find((other) => other.path === path);
        return !arrives || (anchor !== undefined && !found!.headings.has(anchor));
      })
    );
    expect(faults).toEqual([]);
  });
});
