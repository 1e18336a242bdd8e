import { type Prepared } from '../../prepare';
import { findingsOf, inputOf, prepared, preparedOf } from '../../testing';

const of = (wanted: string, { diagnosis }: Prepared) => diagnosis.causes.filter(({ kind }) => kind === wanted);
const texts = (wanted: string, all: Prepared) =>
  findingsOf(all)
    .filter(({ kind }) => kind === wanted)
    .map(({ text }) => text);
const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark';

describe('waits of one function', () => {
  const HTTP = 'net/http.(*Client).Do;net/http.(*persistConn).roundTrip;runtime.selectgo;runtime.gopark';

  it('for one kind of thing are one cause, with the samples of both, named by the heavier call', () => {
    const all = prepared({
      wall: `main.run;main.load;${READ} 10\nmain.run;main.load;${READ.replace('Read', 'Write')} 50\nmain.run;main.x 40`,
    });
    expect(of('wait', all).map(({ site, share, samples }) => [site, share, samples])).toEqual([['main.load', 0.6, 60]]);
    expect(texts('wait', all)[0]).toBe('60 % waits for a socket or an event (net.conn.Write) in load');
  });

  it('for two kinds are two, the heavier first', () => {
    const all = prepared({
      wall: `main.run;main.load;${READ} 30\nmain.run;main.load;time.Sleep;runtime.gopark 50\nmain.run;main.x 20`,
    });
    expect(of('wait', all).map(({ site, share }) => [site, share])).toEqual([
      ['main.load', 0.5],
      ['main.load', 0.3],
    ]);
    expect(texts('wait', all)).toEqual([
      '50 % sleeps (time.Sleep) in load',
      '30 % waits for a socket or an event (net.conn.Read) in load',
    ]);
  });

  it('say through which library’s call, and nothing where only a runtime’s own function is left', () => {
    expect(texts('wait', prepared({ wall: `main.run;main.get;${HTTP} 90\nmain.run;main.x 10` }))[0]).toMatch(
      / \(http\.Client\.Do\) in get$/
    );
    expect(
      texts('wait', prepared({ wall: 'main.run;main.take;runtime.chanrecv1;runtime.gopark 90\nmain.run;main.x 10' }))[0]
    ).toBe('90 % waits for a channel or queue in take');
  });

  it('name one of several callers from a tenth of the time that matters on, and none of one', () => {
    const get = (caller: string, n: number) => `main.run;main.${caller};main.get;${READ} ${n}`;
    const text = (slow: number, quick: number) =>
      texts(
        'wait',
        prepared({ wall: `${get('slow', slow)}\n${get('quick', quick)}\nmain.run;main.x ${100 - slow - quick}` })
      )[0];
    expect(text(6, 4)).toMatch(/ in get, called by slow \(6 %\)$/);
    expect(text(5, 4)).toMatch(/ in get$/);
    expect(text(95, 5)).toMatch(/ in get$/);
    expect(text(94, 6)).toMatch(/ in get, called by slow \(94 %\)$/);
  });
});

describe('ready to run without a CPU', () => {
  const queued = (site: string, n: number) => `app;${site};preempt_schedule_irq;__schedule ${n}`;

  it('is one cause over all functions, named by the one that waits most', () => {
    const all = prepared({
      cpu: 'app;load 400\napp;store 200',
      offcpu: `${queued('load', 200)}\n${queued('store', 100)}\napp;load;epoll_wait;ep_poll;schedule 100`,
    });
    const [cause] = of('runnable', all);
    expect([cause.site, cause.share, cause.weight]).toEqual(['load', 0.3, 0.3]);
    const [said] = findingsOf(all).filter(({ kind }) => kind === 'runnable');
    expect(said.text).toBe('30 % is ready to run and gets no CPU in load');
    expect(said.reasons).toEqual([
      '0.5 s wait for a CPU for each second on one',
      'Look at CPU throttling (container_cpu_cfs_throttled_periods_total), the load of the host and steal time.',
    ]);
  });

  it('has nothing to compare with where the CPU is not known', () => {
    const all = prepared({ offcpu: `${queued('load', 30)}\napp;load;epoll_wait;ep_poll;schedule 70` });
    expect(findingsOf(all).find(({ kind }) => kind === 'runnable')!.reasons).toHaveLength(1);
  });

  it('that was given away by itself is spinning, and no part of it', () => {
    const all = prepared({
      cpu: 'app;load 40',
      offcpu: `app;spin;__sched_yield;do_sched_yield;schedule 50\n${queued('load', 10)}`,
    });
    expect(of('spin', all).map(({ site, share }) => [site, share])).toEqual([['spin', 0.5]]);
    expect(of('runnable', all).map(({ site, share }) => [site, share])).toEqual([['load', 0.1]]);
    expect(texts('spin', all)[0]).toMatch(/^50 % spins only to wait/);
  });
});

describe('what is neither known to run nor to wait', () => {
  const unknown = (site: string) => {
    const all = prepared({ cpu: `${site} 20`, wall: `${site} 100` });
    const [cause] = of('unknown', all);
    return { share: cause.share, site: cause.site, text: texts('unknown', all)[0] };
  };

  it('is the function’s that has most of it, which need not be the one that runs most', () => {
    const all = prepared({ cpu: 'app;busy 50\napp;hidden 10', wall: 'app;busy 60\napp;hidden 100' });
    expect(of('unknown', all).map(({ site, share }) => [site, share])).toEqual([['hidden', 0.625]]);
  });

  it.each([
    ['run (app.py:3);score (app.py:9)', /interpreter lock \(GIL\).*py-spy --native/],
    ['run (app.rb:3);score (app.rb:9)', /VM lock \(GVL\).*rbspy/],
    ['main.run;runtime.main;main.score', /goroutines that are ready to run.*go tool trace/],
    ['app;score', /page faults, or waits in code without symbols.*perf record --off-cpu/],
  ])('what it can be and what to record next goes by the language: %s', (stack, words) => {
    expect(unknown(stack)).toMatchObject({ share: 0.8, text: expect.stringMatching(words) });
  });

  it('of a wall profile alone is in stacks that cannot show it', () => {
    const all = prepared({
      wall: 'run (app.py:3);score (app.py:9) 90\nrun (app.py:3);f (app.py:1);get (queue.py:171) 10',
    });
    expect(texts('unknown', all)[0]).toMatch(
      /^90 % of wall time is in stacks that cannot show whether they run or wait in score/
    );
  });

  it('is none where all is known', () => {
    expect(of('unknown', prepared({ cpu: 'app;f 50', wall: `app;f 50\napp;g;epoll_wait;ep_poll 50` }))).toEqual([]);
    expect(of('unknown', prepared({ cpu: 'app;f 50' }))).toEqual([]);
  });
});

describe('an event loop that waits', () => {
  const loop = (n: number) =>
    prepared({
      wall: `main (app.py:1);run_forever (asyncio/base_events.py:607);_run_once (asyncio/base_events.py:1890);EpollSelector.select (selectors.py:468) ${n}\nmain (app.py:1);serve (app.py:9);recv (socket.py:706) ${100 - n}`,
    });

  it('takes time and weighs nothing: nobody knows whether somebody waits for it', () => {
    const [cause] = of('unknown', loop(80)).filter(({ category }) => category !== undefined);
    expect([cause.share, cause.weight]).toEqual([0.8, 0]);
    const [said] = findingsOf(loop(80)).filter(({ text }) => text.includes('event loop waits'));
    expect(said.text).toMatch(
      /^80 % of the time the event loop waits: it has nothing to do, or requests queue .*\. Look at the queue lengths/
    );
  });
});

it('a wait without samples, of a source that has summed them up, has no interval', () => {
  const all = preparedOf([
    {
      ...inputOf('A', `main.run;main.load;${READ} 40000000000\nmain.run;main.x 60000000000`, 'wall'),
      options: { unit: 'ns' },
    },
  ]);
  const [cause] = of('wait', all);
  expect([cause.share, cause.samples, cause.interval]).toEqual([0.4, undefined, undefined]);
});
