import * as fc from 'fast-check';
import { sourceLink } from './sourceLink';

const labels = (more: Record<string, string> = {}) =>
  new Map(Object.entries({ service_repository: 'https://github.com/acme/shop', service_git_ref: 'v1.2.3', ...more }));
const href = (file: string, line?: number, more?: Record<string, string>) =>
  sourceLink({ file, line }, labels(more))?.href;

it('leads to the line at the running revision', () => {
  expect(sourceLink({ file: '/build/shop/cmd/orders/main.go', line: 42 }, labels())).toEqual({
    text: 'main.go:42',
    href: 'https://github.com/acme/shop/blob/v1.2.3/cmd/orders/main.go#L42',
  });
});

it.each([
  [
    'Go, trimmed paths',
    'github.com/acme/shop/pkg/shop/store.go',
    {},
    'github.com/acme/shop/blob/v1.2.3/pkg/shop/store.go',
  ],
  [
    'a service below the root',
    'orders/views.py',
    { service_root_path: '/services/api/' },
    'github.com/acme/shop/blob/v1.2.3/services/api/orders/views.py',
  ],
  [
    'GitLab, with groups',
    'src/app.ts',
    { service_repository: 'https://gitlab.com/acme/web/shop.git' },
    'gitlab.com/acme/web/shop/-/blob/v1.2.3/src/app.ts',
  ],
  [
    'a company’s own',
    'src/app.ts',
    { service_repository: 'github.acme.example/a/shop/' },
    'github.acme.example/a/shop/blob/v1.2.3/src/app.ts',
  ],
  [
    'a branch with a slash',
    'src/app.ts',
    { service_git_ref: 'feature/#1' },
    'github.com/acme/shop/blob/feature/%231/src/app.ts',
  ],
  ['Windows', 'C\\src\\a b.cs', {}, 'github.com/acme/shop/blob/v1.2.3/C/src/a%20b.cs'],
])('finds the file: %s', (_, file, more, expected) => expect(href(file, 0, more)).toBe(`https://${expected}`));

it.each<[string, string, Record<string, string>]>([
  ['no file', '', {}],
  ['no revision', 'src/a.ts', { service_git_ref: '' }],
  ['no repository', 'src/a.ts', { service_repository: '' }],
  ['a host that shows files in ways of its own', 'src/a.ts', { service_repository: 'https://example.com/a/b' }],
  ['a library', '/go/pkg/mod/github.com/acme/shop@v1/x.go', {}],
  ['a package', '/usr/lib/python3/site-packages/shop/a.py', {}],
  ['Go’s standard library', 'net/http/server.go', {}],
  ['an absolute path of a build that is not known', '/src/main.py', {}],
  ['a file without its folder', 'Main.java', {}],
  ['a way out', 'src/../../../evil/a.py', {}],
  ['a script in memory', '<string>', {}],
])('is not there for want of knowledge: %s', (_, file, more) => expect(href(file, 1, more)).toBeUndefined());

it.each([
  'javascript:alert(1)//github.com/a/b',
  'http://github.com/a/b',
  'https://user:secret@github.com/a/b',
  'https://github.com:8443/a/b',
  'https://evil.example/github.com/a/b',
  'https://github.com.evil/../a/b',
  'https://github.com\\@evil.example/a/b',
  'https://evilgithub.com/a/b',
  'git@github.com:a/b',
  'https://github.com/a/b?x=1',
  '//github.com/a/b',
])('no link is made of the repository %s', (service_repository) =>
  expect(href('src/a.ts', 1, { service_repository })).toBeUndefined()
);

it('whatever the labels hold: https, the host that was named, below the repository, nothing added', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '?',
      '#',
      '@',
      ':',
      '%2e%2e',
      ' ',
      'github.com',
      'javascript:',
      'a',
      '"',
      '<'
    ),
    fc.string({ unit: 'binary', maxLength: 3 })
  );
  const any = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(any, any, any, any, (file, ref, root, tail) => {
      const link = sourceLink(
        { file, line: 7 },
        new Map([
          ['service_repository', `https://github.com/acme/shop${tail}`],
          ['service_git_ref', ref],
          ['service_root_path', root],
        ])
      );
      if (link) {
        const url = new URL(link.href);
        expect([url.protocol, url.host, url.search, url.hash]).toEqual(['https:', 'github.com', '', '#L7']);
        expect(url.pathname).toMatch(/^\/acme\/shop[^?#]*\/blob\//);
        expect(url.href).toBe(link.href);
      }
    }),
    { numRuns: 1000 }
  );
});
