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

describe('what becomes code, letter by letter', () => {
  const line = (text: string, ...names: string[]) => lines({ findings: [{ text, names }] })[1].slice(2);

  it.each<[text: string, names: string[], line: string]>([
    // A name is a whole word, the last one that stands there.
    ['load', ['load'], '`load`'],
    ['load it', ['load'], '`load` it'],
    ['load load', ['load'], 'load `load`'],
    ['loads preload load', ['load'], 'loads preload `load`'],
    ['load loads', ['load'], '`load` loads'],
    ['load2 load', ['load'], 'load2 `load`'],
    ['loadü', ['load'], 'loadü'],
    ['üload', ['load'], 'üload'],
    ['(load)', ['load'], '(`load`)'],
    ['a and b', ['a', 'b'], '`a` and `b`'],
    ['a b', ['', 'x'], 'a b'],
    ['two words here', ['two words'], '`two words` here'],
    ['in two\nwords', ['two\n words'], 'in `two words`'],
    // Words that are not inert, without the brackets around them and the punctuation behind them.
    ['in a*b now', [], 'in `a*b` now'],
    ['in (a*b), now', [], 'in (`a*b`), now'],
    ['in a*b.;: now', [], 'in `a*b`.;: now'],
    ['in (a*b', [], 'in `(a*b`'],
    ['in a*b)', [], 'in `a*b)`'],
    ['in () now', [], 'in () now'],
    ['in (*) now', [], 'in (`*`) now'],
    ['in a*b c*d', [], 'in `a*b` `c*d`'],
    ['- x', [], '`-` x'],
    ['12. x', [], '`12`. x'],
    ['12, x', [], '12, x'],
    // A word that is a name with more of its own around it.
    ['in load(a*b)', ['load'], 'in `load(a*b)`'],
    ['in f*load', ['load'], 'in `f*load`'],
    ['in *load*', ['*load*'], 'in `*load*`'],
    // Fences of more backticks than are in it.
    ['in a`b', [], 'in ``a`b``'],
    ['in a``b`c', [], 'in ```a``b`c```'],
    ['in `a', [], 'in `` `a ``'],
    ['in a`', [], 'in `` a` ``'],
  ])('%j with %j', (text, names, expected) => expect(line(text, ...names)).toBe(expected));
});

it('has a line for each finding, with what stands beside its share', () => {
  const findings = [{ text: 'a', detail: '3 samples' }, { text: 'b' }];
  expect(asMarkdown({ title: 'T', findings, range: 'now' })).toBe('**T** · now\n- a (3 samples)\n- b');
  expect(asMarkdown({ title: 'T', findings: [], range: 'now', service: 'a', link: 'http://g/d' })).toBe(
    '**T** · `a` · now\n\nhttp://g/d'
  );
});

it.each([
  ['http://g/d', 'http://g/d'],
  ['xhttp://g/d', ''],
  ['https:/g/d', ''],
  ['http://g/d-._~:/?#&=%+,;x', 'http://g/d-._~:/?#&=%+,;x'],
  ['http://g/d~', 'http://g/d%7E'],
  ['http://g/d_?', 'http://g/d%5F%3F'],
  ['http://g/a.b', 'http://g/a.b'],
  ['http://g/\n', 'http://g/%0A'],
])('the address %j is said as %j', (link, said) => expect(lines({ link }).at(-1)).toBe(said));
