#!/usr/bin/env node
// npm run inspect: the panel's pipeline in a terminal. See dev/inspect.ts for the arguments.
import { importTypeScript } from './bundle.mjs';

const { main } = await importTypeScript('dev/inspect.ts');
process.exitCode = main(process.argv.slice(2));
