#!/usr/bin/env node
// npm run inspect: the panel's pipeline in a terminal. See dev/inspectProfiles.ts for the arguments.
import { importTypeScript } from './bundle.mjs';

const { main } = await importTypeScript('dev/inspectProfiles.ts');
process.exitCode = main(process.argv.slice(2));
