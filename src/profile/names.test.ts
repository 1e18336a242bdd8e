import * as fc from 'fast-check';
import { methodOf, nameForms, shorten, shortenTo, shortName, spokenName } from '.';

const GO = 'github.com/segmentio/kafka-go.(*Conn).ReadMessage';

it.each([
  [GO, [GO, 'kafka-go.(*Conn).ReadMessage', '(*Conn).ReadMessage', '…ReadMessage']],
  [
    'org.apache.kafka.clients.Connection.read',
    [
      'org.apache.kafka.clients.Connection.read',
      'org.apache.kafka…Connection.read',
      'org.apache…Connection.read',
      'org…Connection.read',
      'Connection.read',
      '…read',
    ],
  ],
  ['a::b::c<Vec<T>>::f', ['a::b::c<Vec<T>>::f', 'a::b::c::f', 'a…c::f', 'c::f', '…f']],
  [
    'ns::Pool::take(std::string const&) const',
    ['ns::Pool::take(std::string const&) const', 'ns::Pool::take', 'Pool::take', '…take'],
  ],
  [
    'json.decoder.JSONDecoder.decode',
    ['json.decoder.JSONDecoder.decode', 'json…JSONDecoder.decode', 'JSONDecoder.decode', '…decode'],
  ],
  ['read (net/http.py:3)', ['read (net/http.py:3)', 'read']],
  ['main.(*Server).run.func1.2', ['main.(*Server).run.func1.2', '(*Server).run.func1.2', '…run.func1.2']],
  ['slices.SortFunc[go.shape.[]int,int]', ['slices.SortFunc[go.shape.[]int,int]', 'slices.SortFunc', '…SortFunc']],
  ['epoll_wait', ['epoll_wait']],
])('%s: in whole parts, ever shorter', (name, forms) => expect([...nameForms(name)]).toEqual(forms));

it.each([
  ['/usr/lib/libc.so.6', 'libc.so.6', 'so.6'],
  ['java/util/List.get', 'List.get', 'get'],
  ['lists:map/2', 'lists:map/2', 'lists:map/2'],
  ['Ns.Type.<Run>d__5.MoveNext', 'Ns.Type.<Run>d__5.MoveNext', 'MoveNext'],
  ['std::ostream::operator<<(int)', 'std::ostream::operator<<(int)', 'operator<<'],
  ['(anonymous namespace)::f(int)', '(anonymous namespace)::f(int)', 'f'],
  [
    'outer(int)::{lambda()#1}::operator()(char) const',
    'outer(int)::{lambda()#1}::operator()(char) const',
    'operator()',
  ],
  ['do_syscall_64.isra.0', 'do_syscall_64.isra.0', 'do_syscall_64.isra.0'],
  ['java.util.ArrayList.<init>', 'java.util.ArrayList.<init>', '<init>'],
  ['Foo\\Bar::baz', 'Foo\\Bar::baz', 'baz'],
  ['read/write lock', 'write lock', 'write lock'],
])('%s without its path is %s, its method %s', (name, short, method) => {
  expect([shortName(name), methodOf(name)]).toEqual([short, method]);
});

it('where not even the method fits, its end; fewer than three characters say nothing', () => {
  expect([12, 8, 4, 3].map((characters) => shortenTo(GO, characters))).toEqual([
    '…ReadMessage',
    '…Message',
    '…age',
    '',
  ]);
});

it('for any name: the method or its end stays, nothing is longer than asked, no pair is split', () => {
  const part = fc.oneof(
    fc.constantFrom('read', 'Conn', 'func1', '(*T)', 'f<T>', '(int)', ' ', '<', '[x]', '𝛑𝛑𝛑𝛑𝛑', '::', '.', '/'),
    fc.string()
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.nat(40), (parts, room) => {
      const name = parts.join('');
      const text = shortenTo(name, room);
      expect(text.length).toBeLessThanOrEqual(room);
      if (text && text !== name && text !== shortName(name)) {
        const kept = text.slice(text.lastIndexOf('…') + 1);
        expect(methodOf(name).endsWith(kept) || kept.endsWith(methodOf(name))).toBe(true);
        expect(kept).not.toMatch(/^[\udc00-\udfff]/);
      }
    }),
    { numRuns: 2000 }
  );
});

it('a name of a megabyte, or of brackets that never close, is shortened at once', () => {
  expect(shortenTo('a.'.repeat(500_000) + 'end', 8)).toBe('…a.a.end');
  expect(shorten('('.repeat(2000), (text) => text.length <= 5)).toBe('…((((');
});

it.each([
  ['github.com/segmentio/kafka-go.(*Conn).Read', 'kafka-go.Conn.Read'],
  ['main.run', 'run'],
  ['__GI___pthread_mutex_lock', 'pthread_mutex_lock'],
  ['std::vector<int>::push_back', 'std::vector::push_back'],
  ['read (net/http.py:3)', 'read'],
])('%s is said as %s', (name, said) => expect(spokenName(name)).toBe(said));

it('a long name is said with its method', () => {
  const name = `com.example.${'very.long.'.repeat(8)}Handler.handle`;
  expect(spokenName(name)).toMatch(/^com\.example.*…Handler\.handle$/);
  expect(spokenName(name).length).toBeLessThanOrEqual(60);
});
