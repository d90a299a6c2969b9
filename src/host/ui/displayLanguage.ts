// Imported before anything else, so that words in constants are in the display language too.
import { env, l10n } from 'vscode';
import { setDisplayLanguage } from '../../core/text/l10n.ts';

setDisplayLanguage(l10n.bundle && { tag: env.language, texts: l10n.bundle });
