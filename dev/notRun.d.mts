/** Tests of both reports that were not run, by the reason why. */
export function notRun(unit: object | undefined, browser: object | undefined): Array<[why: string, names: string[]]>;
