import { type FrameInfo } from '../../profile';
import { functionName, spell } from './spelling';

/** `language name`, then file and binary where they are known. */
const spelt = (frame: string | FrameInfo): string => {
  const { language, name, file, module } = spell(typeof frame === 'string' ? { name: frame } : frame);
  return [`${language} ${name}`, file && `in ${file}`, module && `of ${module}`].filter(Boolean).join(' ');
};

describe('a frame taken apart', () => {
  it.each<[frame: string | FrameInfo, parts: string]>([
    // Kernel
    ['schedule_[k]', 'kernel schedule_[k]'],
    ['[k] schedule', 'kernel [k] schedule'],
    ['schedule_[k]x', 'native schedule_[k]x'],
    [{ name: 'f', module: '[kernel.kallsyms]' }, 'kernel f of [kernel.kallsyms]'],
    [{ name: 'f', module: 'vmlinux' }, 'kernel f of vmlinux'],
    [{ name: 'f', module: 'guest.kernel.x' }, 'kernel f of guest.kernel.x'],
    [{ name: 'f', module: 'mykernel' }, 'native f of mykernel'],
    // No functions
    ['[app]', 'mark  of app'],
    ['[two words]', 'mark [two words]'],
    ['[GC Thread#1 tid=3]', 'mark [GC Thread#1 tid=3]'],
    ['a thread name', 'mark a thread name'],
    ['0x1f', 'mark 0x1f'],
    ['m!0x1f', 'mark 0x1f of m'],
    ['m!0x1fz', 'native 0x1fz of m'],
    ['x0x1f', 'native x0x1f'],
    // C and C++
    ['  f  ', 'native f'],
    ['[libc.so.6] read', 'native read of libc.so.6'],
    ['read (libc.so.6)', 'native read of libc.so.6'],
    ['f (lib.dylib)', 'native f of lib.dylib'],
    ['f (not a file)', 'native f (not a file)'],
    ['poll@@GLIBC_2.2.5', 'native poll'],
    ['poll@plt', 'native poll'],
    ['f.isra.0+0x1f_[i]', 'native f'],
    ['std::f@@GLIBCXX_3.4', 'scope std::f'],
    ['void f(int)', 'native void f(int)'],
    ['operator new', 'native operator new'],
    ['std <a> b', 'native std <a> b'],
    ['_ZN4core3fmt', 'scope _ZN4core3fmt'],
    ['_RNvCs', 'scope _RNvCs'],
    ['x_ZN4', 'native x_ZN4'],
    ['_Rx', 'native _Rx'],
    ['x'.repeat(1500), `native ${'x'.repeat(1000)}`],
    // Go, whose assembly is told from that of C by the name
    ['main.run', 'go main.run'],
    ['main.(*A).b', 'go main.(*A).b'],
    ['domain.run', 'native domain.run'],
    [{ name: 'f', file: 'main.go' }, 'go f in main.go'],
    [{ name: 'runtime.memmove', file: 'memmove_amd64.s' }, 'go runtime.memmove in memmove_amd64.s'],
    [{ name: 'memcpy', file: 'memcpy.s' }, 'native memcpy in memcpy.s'],
    ['io.ReadFull', 'go io.ReadFull'],
    ['iox.ReadFull', 'native iox.ReadFull'],
    ['github.com/acme/orders/store.Load', 'go github.com/acme/orders/store.Load'],
    ['github.com/x/y.(*T[int]).m', 'go github.com/x/y.(*T[int]).m'],
    ['a/b.c', 'go a/b.c'],
    ['store.Load[...]', 'go store.Load[...]'],
    ['orders/store.Store.Load[...].func1', 'go orders/store.Store.Load[...].func1'],
    // The JVM
    ['java/lang/Object.wait', 'jvm java.lang.Object.wait'],
    ['java.base@17/java.lang.Object.wait', 'jvm java.lang.Object.wait'],
    ['java.base/java.lang.Thread.sleep', 'jvm java.lang.Thread.sleep'],
    ['app.x/com.a.B.c', 'jvm com.a.B.c'],
    ['com.shop.Cart.pay', 'jvm com.shop.Cart.pay'],
    ['com/shop/Cart.<init>', 'jvm com.shop.Cart.<init>'],
    ['Com.shop.Cart.pay', 'native Com.shop.Cart.pay'],
    ['Ljava/lang/Object;::wait', 'jvm java.lang.Object.wait'],
    ['java/lang/Object::wait', 'jvm java.lang.Object.wait'],
    ['Ljava/lang/Object;.wait', 'jvm java.lang.Object.wait'],
    ['Ledger$Journal.append', 'jvm Ledger$Journal.append'],
    ['LLedger$J;::x', 'jvm Ledger$J.x'],
    ['Ledger$$Lambda$9.0x00007f5f28007800.handle', 'jvm Ledger$$Lambda$9.0x00007f5f28007800.handle'],
    ['a/B$1.0x1f.c', 'jvm a.B$1.0x1f.c'],
    ['a.b.C/0x1f.m', 'jvm a.b.C.0x1f.m'],
    ['Ledger.run()V', 'jvm Ledger.run'],
    ['Ledger.run(I)[B', 'jvm Ledger.run'],
    ['Ledger.run(int)X', 'native Ledger.run(int)X'],
    ['Ledger.run( )V', 'native Ledger.run( )V'],
    ['ledger$J.x', 'native ledger$J.x'],
    ['f (a.java:12)', 'jvm f in a.java'],
    // Python
    ['get (queue.py:17)', 'python get in queue.py'],
    ['queue.py:get:17', 'python get in queue.py'],
    ['/app/a.py:12 - load', 'python load in /app/a.py'],
    ['<module> (gunicorn:40)', 'python <module> in gunicorn'],
    ['x <module> (quotes:1)', 'native x <module> (quotes:1)'],
    ['<module> (q:40) y', 'native <module> (q:40) y'],
    // Node
    ['LazyCompile:*render /app/a.js:12:3', 'node render in /app/a.js'],
    ['render /app/a.js:12', 'node render in /app/a.js'],
    ['./dist/server.js:handle:12', 'node handle in ./dist/server.js'],
    ['fsyncSync node:fs:1234:3', 'node fsyncSync in node:fs'],
    ['node:timers', 'node node:timers in node:timers'],
    ['node:9', 'native node:9'],
    ['Builtin:ArrayMap', 'node Builtin:ArrayMap'],
    ['Stub: x', 'node Stub: x'],
    ['myBuiltin: x', 'native myBuiltin: x'],
    // Ruby
    ['load - /app/orders.rb:12', 'ruby load in /app/orders.rb'],
    ['load - (eval at x.rb:1):3', 'ruby load in (eval at x.rb:1)'],
    ['load - unknown', 'ruby load in unknown'],
    ['load - (unknown):0', 'ruby load in (unknown)'],
    ['Queue#pop', 'ruby Queue#pop'],
    ['Queue#empty?', 'ruby Queue#empty?'],
    ['Net::HTTP#get', 'ruby Net::HTTP#get'],
    ['Queue#pop?x', 'native Queue#pop?x'],
    ['Queue#a-b', 'native Queue#a-b'],
    ['Queue#', 'native Queue#'],
    ['queue#pop', 'native queue#pop'],
    ['a::B#c', 'scope a::B#c'],
    ['block in x', 'native block in x'],
    // PHP
    ['render index.php:3', 'php render in index.php'],
    ['x <internal>', 'php x in <internal>'],
    // .NET
    ['Orders!Acme.Store.Load(int32)', 'dotnet Acme.Store.Load(int32) of Orders'],
    [{ name: 'f', module: 'Orders.dll' }, 'dotnet f of Orders.dll'],
    [{ name: 'f', module: 'a.il' }, 'dotnet f of a.il'],
    [{ name: 'f', module: 'a.dll.x' }, 'native f of a.dll.x'],
    [{ name: 'f', file: 'C:\\a\\b.cs' }, 'dotnet f in C:/a/b.cs'],
    ['Acme.Orders.Store.Load(int)', 'dotnet Acme.Orders.Store.Load(int)'],
    ['Acme.Load', 'native Acme.Load'],
    ['System.Concat', 'dotnet System.Concat'],
    ['Interop.Sys', 'dotnet Interop.Sys'],
    ['xSystem.Concat', 'native xSystem.Concat'],
  ])('%j', (frame, parts) => expect(spelt(frame)).toBe(parts));
});

describe('the name of a function without the line that runs', () => {
  it.each([
    ['get (queue.py:17)', 'get (queue.py)'],
    ['C.run (A.java:3)', 'C.run (A.java)'],
    ['load - /app/o.rb:12', 'load - /app/o.rb'],
    ['a.py:12 - load', 'a.py - load'],
    ['/a.rb:get:12', '/a.rb:get'],
    ['f (a.go:3)', 'f (a.go:3)'],
    ['get (queue.py:17) x', 'get (queue.py:17) x'],
    ['render /app/a.js:12:3', 'render /app/a.js:12:3'], // where the function begins: its own
    [`${'x'.repeat(990)} (a.py:3)`, `${'x'.repeat(990)} (a.py)`],
    [`${'x'.repeat(1000)} (a.py:3)`, `${'x'.repeat(1000)} (a.py:3)`],
  ])('%.40s', (name, wanted) => expect(functionName(name)).toBe(wanted));
});
