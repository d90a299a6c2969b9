// Imported before the rules, so that their titles and messages are in the language of the thread that asks.
import { workerData } from 'node:worker_threads';
import { type DisplayLanguage, setDisplayLanguage } from '../core/text/l10n.ts';

const asker = workerData as { readonly language?: DisplayLanguage } | null;
if (asker?.language) setDisplayLanguage(asker.language);
