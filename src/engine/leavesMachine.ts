import { isLoopback } from '../models/transport/baseUrl.ts';
import type { ModelChoice } from './runRequest.ts';
import { OFFLINE } from './settings/settings.ts';

/** True when text for a model goes to another machine: not for the rules, nor for servers on this one. */
export const leavesMachine = ({ model, baseUrl }: ModelChoice): boolean =>
  model !== OFFLINE && !isLoopback(baseUrl);
