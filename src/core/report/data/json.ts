import type { Plan } from '../plan.ts';
import { jsonText } from '../text/terminalText.ts';
import type { Report } from '../reportFormat.ts';

/** The report as it is, two spaces deep, with a line end. */
export const renderJson = (data: Report | Plan): string => `${jsonText(data, 2)}\n`;
