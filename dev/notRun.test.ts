import { notRun } from './notRun.mjs';

const unit = {
  testResults: [
    {
      assertionResults: [
        { status: 'passed', fullName: 'a' },
        { status: 'pending', fullName: 'perf.sh records (not run: perf cannot run here)' },
        { status: 'pending', fullName: 'guide: jcmd (1) (not run: javac, jfr cannot run here)' },
      ],
    },
    {
      assertionResults: [
        { status: 'pending', fullName: 'guide: perf (not run: perf cannot run here)' },
        { status: 'todo', fullName: 'later' },
        { status: 'failed', fullName: 'b (not run: never said of it)' },
      ],
    },
  ],
};
const spec = (title: string, status: string, description?: string) => ({
  title,
  tests: [{ status, annotations: description === undefined ? [] : [{ type: 'skip', description }] }],
});
const browser = {
  suites: [
    {
      specs: [spec('it opens', 'expected')],
      suites: [
        { specs: [spec('all pods', 'skipped', 'no ClickHouse server can be installed here'), spec('x', 'skipped')] },
      ],
    },
  ],
};

it('lists every test that was not run by the reason why, of both reports', () => {
  expect(notRun(unit, browser)).toEqual([
    ['perf cannot run here', ['perf.sh records', 'guide: perf']],
    ['javac, jfr cannot run here', ['guide: jcmd (1)']],
    ['skipped in the source', ['later', 'x']],
    ['no ClickHouse server can be installed here', ['all pods']],
  ]);
});

it('is empty where all ran, and where a report is missing', () => {
  expect(
    notRun({ testResults: [{ assertionResults: [{ status: 'passed', fullName: 'a' }] }] }, { suites: [] })
  ).toEqual([]);
  expect(notRun(undefined, undefined)).toEqual([]);
});
