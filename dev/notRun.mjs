// What a test run skipped and why, out of the reports of Jest and Playwright.

/** dev/needs.ts ends the name of a skipped test with it. */
const REASON = / \(not run: (.*)\)$/;

/** Tests by the reason why they were not run: `[why, names]`. */
export function notRun(unit, browser) {
  const skipped = [
    ...(unit?.testResults ?? [])
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'disabled')
      .map(({ fullName }) => ({
        name: fullName.replace(REASON, ''),
        why: REASON.exec(fullName)?.[1] ?? 'skipped in the source',
      })),
    ...specsOf(browser?.suites ?? []).flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === 'skipped')
        .map(({ annotations = [] }) => ({
          name: title,
          why:
            annotations
              .filter(({ type }) => type === 'skip')
              .map(({ description }) => description)
              .find(Boolean) ?? 'skipped in the source',
        }))
    ),
  ];
  const byReason = new Map();
  skipped.forEach(({ name, why }) => byReason.set(why, [...(byReason.get(why) ?? []), name]));
  return [...byReason];
}

const specsOf = (suites) => suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)]);
