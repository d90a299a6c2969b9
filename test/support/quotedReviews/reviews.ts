import { CACHE } from './cache.ts';
import { CLEANING } from './cleaning.ts';
import { GUIDE } from './guide.ts';
import { IMPORTER } from './importer.ts';
import { LICENCE } from './licence.ts';
import { POLICY } from './policy.ts';

/** For choosing how evidence is weighed. */
export const TUNED = [POLICY, GUIDE, CACHE];
/** Written before anything was chosen, and measured once after all of it was. */
export const READ_ONCE = [LICENCE, IMPORTER, CLEANING];
