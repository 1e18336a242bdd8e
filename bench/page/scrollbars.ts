// react-custom-scrollbars-2 is CommonJS, which gives no component to an .mjs file that asks for the default export.
// @ts-expect-error -- its types are those of the package's name
import { Scrollbars } from '../../node_modules/react-custom-scrollbars-2/lib/index.js';

export { Scrollbars };
export default Scrollbars;
