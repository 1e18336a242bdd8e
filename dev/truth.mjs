#!/usr/bin/env node
// npm run truth [-- CASE…]: scores what the panel says of the programs in testdata/truth. See dev/truthScore.ts.
import { importTypeScript } from './bundle.mjs';

const { main } = await importTypeScript('dev/truthScore.ts');
process.exitCode = main(new URL('../testdata/truth', import.meta.url).pathname, process.argv.slice(2));
