import * as fc from 'fast-check';
import { asMarkdown } from '.';

const lines = (report: Partial<Parameters<typeof asMarkdown>[0]>) =>
  asMarkdown({ title: 'Where the time goes', findings: [], range: '10:00 – 10:05 UTC', ...report }).split('\n');

/** What a Markdown reader makes of a line: text, and code in guillemets. By CommonMark's rule for code spans. */
function rendered(line: string): { text: string; outside: string } {
  let [text, outside] = ['', ''];
  for (let at = 0; at < line.length;) {
    const fence = /^`+/.exec(line.slice(at))?.[0];
    const close = fence && new RegExp(`(?<!\`)${fence}(?!\`)`).exec(line.slice(at + fence.length));
    if (fence && close) {
      const code = line.slice(at + fence.length, at + fence.length + close.index);
      text += `«${/^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code}»`;
      at += fence.length * 2 + close.index;
    } else {
      text += line[at];
      outside += line[at++];
    }
  }
  return { text, outside };
}

it('says what, of what, when and where', () => {
  expect(
    asMarkdown({
      title: 'Where the time goes',
      service: 'service_name="shop"',
      range: '2024-03-13 18:00:00 – 18:10:00 UTC',
      link: 'https://grafana.example.com/d/a?from=1&to=2&var-flame={"mode":"cpu"}',
      findings: [
        {
          text: '38 % waits for a connection of the pool (database/sql) in OrderStore.LoadOrder',
          names: ['OrderStore.LoadOrder'],
          detail: '36 % to 41 %, 1,203 samples',
        },
        { text: '60 % of CPU time runs in load, called by main (12 %)', names: ['load', 'main'] },
      ],
    })
  ).toBe(
    `**Where the time goes** · \`service_name="shop"\` · 2024-03-13 18:00:00 – 18:10:00 UTC
- 38 % waits for a connection of the pool (database/sql) in \`OrderStore.LoadOrder\` (36 % to 41 %, 1,203 samples)
- 60 % of CPU time runs in \`load\`, called by \`main\` (12 %)

https://grafana.example.com/d/a?from=1&to=2&var-flame=%7B%22mode%22:%22cpu%22%7D`
  );
});

it('a name is code where it stands last, as a word of its own', () => {
  expect(lines({ findings: [{ text: 'waits to load in preload of load', names: ['load'] }] })[1]).toBe(
    '- waits to load in preload of `load`'
  );
  expect(lines({ findings: [{ text: 'runs in payload', names: ['load'] }] })[1]).toBe('- runs in payload');
});

it.each([
  [
    'Go',
    '5 % waits in sync.(*Mutex).Lock, no function of the program',
    '5 % waits in «sync.(*Mutex).Lock», no function of the program',
  ],
  ['in brackets', '5 % waits (net.(*conn).Read)', '5 % waits («net.(*conn).Read»)'],
  ['C++', 'runs in std::vector<int>::push_back', 'runs in «std::vector<int>::push_back»'],
  ['backticks', 'runs in `rm` and ``x', 'runs in «`rm`» and «``x»'],
  ['a link', 'runs in [x](javascript:alert(1)).', 'runs in «[x](javascript:alert(1))».'],
  [
    'an address',
    'runs in http://evil.example/ or www.evil.example',
    'runs in «http://evil.example/» or «www.evil.example»',
  ],
  ['a mention', 'runs in @here', 'runs in «@here»'],
  ['lines and controls', 'runs in a\n# b\u202ec', 'runs in a «#» b c'],
  [
    'nothing special',
    'IPC 0.7 (baseline 2.1, −24 %), of the host; +5 pp',
    'IPC 0.7 (baseline 2.1, −24 %), of the host; +5 pp',
  ],
])('a name can not be read as Markdown: %s', (_, text, expected) => {
  expect(rendered(lines({ findings: [{ text }] })[1].slice(2)).text).toBe(expected);
});

it('whatever the names: outside of code nothing is special, and no letter is lost', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '`',
      '``',
      '*',
      '_',
      '\\',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      ' ',
      'a',
      '::',
      '.',
      '~',
      '|',
      '\n',
      '://'
    ),
    fc.string({ unit: 'binary', maxLength: 4 })
  );
  const any = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(any, any, any, (before, name, title) => {
      const [head, line, ...rest] = lines({ title, findings: [{ text: `${before} in ${name}`, names: [name] }] });
      expect(rest).toEqual([]);
      const { text, outside } = rendered(line.slice(2));
      expect(outside).not.toMatch(/[\\`*_{}[\]<>#|~&@$]/);
      const letters = (of: string) => of.replace(/[«»\s\p{C}]/gu, '');
      expect(letters(text)).toBe(letters(`${before} in ${name}`));
      expect(rendered(head).outside.replace(/^\*\*|\*\* · /g, '')).not.toMatch(/[\\`*_{}[\]<>#|~&@$]/);
    }),
    { numRuns: 500 }
  );
});

it.each([
  ['a bracket, a blank, an emphasis', 'https://g/d?x=(a b)*c*`', 'https://g/d?x=%28a%20b%29%2Ac%2A%60'],
  ['punctuation at its end', 'https://g/d?x=a.', 'https://g/d?x=a%2E'],
  ['letters beyond ASCII', 'https://g/d?x=ü', 'https://g/d?x=%C3%BC'],
])('the link is cut nowhere: %s', (_, link, expected) => expect(lines({ link }).at(-1)).toBe(expected));

it('no other scheme becomes a link', () => expect(lines({ link: 'javascript:alert(1)' }).at(-1)).toBe(''));
