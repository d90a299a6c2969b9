// Imported before anything else, so that words in constants are in the display language too.
import { type DisplayLanguage, setDisplayLanguage } from '../../../src/core/text/l10n.ts';

const words = document.getElementById('l10n')?.textContent;
if (words) setDisplayLanguage(JSON.parse(words) as DisplayLanguage);
