// Loaded before a program (`--import`): the names in HOSTS lead to this machine.
import { resolveHere } from '../../scripts/doctor/names.ts';

const names = (process.env.HOSTS ?? '').split(',');
resolveHere((hostname) => names.includes(hostname));
