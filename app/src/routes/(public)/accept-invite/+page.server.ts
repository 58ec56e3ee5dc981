import * as activation from '../activation.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = activation.load;

export const actions: Actions = { default: activation.open };
