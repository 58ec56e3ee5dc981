// npm start: the whole site on this machine.
import { present } from './site/present.ts';

await present('built');
