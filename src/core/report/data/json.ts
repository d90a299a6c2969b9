import type { Plan } from '../plan.ts';
import type { Report } from '../reportFormat.ts';

/** The report as it is, two spaces deep, with a line end. */
export const renderJson = (data: Report | Plan): string => `${JSON.stringify(data, null, 2)}\n`;
