import {
  type CompiledUserRule,
  compilePattern,
  compileSearch,
  type NameTest,
  needsEngine,
  searchNeedsEngine,
  type StackFilter,
  type UserRule,
} from '../analysis';
import { type Problem } from '../profile';
import { type Settings } from './types';

/** Whether the settings hold a regular expression that is more than a text: they are prepared once its engine is here. */
export const settingsNeedEngine = ({ rules = [], myCode = '', stacks = [] }: Settings): boolean =>
  rules.some(({ pattern }) => needsEngine(pattern)) ||
  needsEngine(myCode) ||
  stacks.some(({ pattern }) => searchNeedsEngine(pattern));

/** User rules that do not compile are reported and left out. */
export function compileRules(rules: UserRule[]): { rules: CompiledUserRule[]; errors: Problem[] } {
  const errors: Problem[] = [];
  const compiled = rules.flatMap((rule) => {
    if (!rule.pattern) {
      return [];
    }
    const test = compilePattern(rule.pattern);
    if (!test.ok) {
      errors.push({ ...test.problem, message: `Wait rule "${rule.pattern}": ${test.problem.message}` });
      return [];
    }
    return [{ test: test.value, category: rule.category, idle: rule.idle }];
  });
  return { rules: compiled, errors };
}

/** Undefined: whose code a frame is follows from the tables. A pattern that does not compile is reported and left out. */
export function compileMyCode(pattern: string): { mine?: NameTest; errors: Problem[] } {
  const test = pattern ? compilePattern(pattern) : undefined;
  return test && !test.ok
    ? { errors: [{ ...test.problem, message: `My code "${pattern}": ${test.problem.message}` }] }
    : { mine: test?.value, errors: [] };
}

/** Filters whose pattern does not compile filter nothing. */
export function filterErrors(filters: StackFilter[]): Problem[] {
  return filters.flatMap(({ pattern }) => {
    const test = compileSearch(pattern);
    return test.ok ? [] : [{ ...test.problem, message: `Filter "${pattern}": ${test.problem.message}` }];
  });
}
