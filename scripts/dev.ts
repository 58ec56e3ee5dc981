// npm run dev: the same site, served from its sources with hot reload.
import { present } from './site/present.ts';

await present('dev');
