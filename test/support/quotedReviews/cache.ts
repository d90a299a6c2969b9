import type { QuotedReview } from './quoted.ts';

export const CACHE: QuotedReview = {
  name: 'cache.ts',
  kind: 'code',
  text: `import { readFileSync, writeFileSync } from 'node:fs';

const cache: any = {};
const TTL = 60;

/** Returns the user with this id, from the cache if it is fresh. Never throws. */
export async function getUser(id, db) {
  const hit = cache[id];
  if (hit && Date.now() - hit.at < TTL) return hit.user;
  const rows = await db.query("SELECT * FROM users WHERE id = '" + id + "'");
  const user = rows[0];
  cache[id] = { user, at: Date.now() };
  console.log('loaded user', user.email, user.passwordHash);
  return user;
}

export function saveCache(path: string) {
  try {
    writeFileSync(path, JSON.stringify(cache));
  } catch (e) {}
}

export function loadCache(path: string) {
  Object.assign(cache, JSON.parse(readFileSync(path, 'utf8')));
}

export async function totalOf(ids: string[], db) {
  let total = 0;
  ids.forEach(async id => {
    const user = await getUser(id, db);
    total += user.balance;
  });
  return total;
}

export function evict(maxAge: number) {
  for (const id in cache) {
    if (cache[id].at > Date.now() - maxAge) delete cache[id];
  }
}

export function isAdmin(user) {
  if ((user.role = 'admin')) return true;
  return user.permissions.indexOf('admin') > 0;
}
`,
  problems: [
    [
      [
        'security',
        `"SELECT * FROM users WHERE id = '" + id + "'"`,
        'SQL injection',
        'id is concatenated into the statement; use a parameter.',
        "'SELECT * FROM users WHERE id = ?', [id]",
      ],
      [
        'bugs',
        `const rows = await db.query("SELECT * FROM users WHERE id = '" + id + "'");`,
        'Unescaped input',
        'An id with a quote breaks the query or runs whatever the caller wants.',
        "const rows = await db.query('SELECT * FROM users WHERE id = ?', [id]);",
      ],
      [
        'security-b',
        `id = '" + id + "'`,
        'Query built by string concatenation',
        'Attackers control the WHERE clause.',
      ],
    ],
    [
      [
        'performance',
        'SELECT * FROM users',
        'Reads all columns',
        'Select only what is needed; the hash need not leave the database.',
      ],
      [
        'maintenance',
        `db.query("SELECT * FROM users WHERE id = '" + id + "'")`,
        'SELECT *',
        'Name the columns so that a schema change does not silently alter the object.',
      ],
    ],
    [
      [
        'bugs',
        'Date.now() - hit.at < TTL',
        'Milliseconds versus seconds',
        'Date.now() is in ms, so entries expire after 60 ms.',
        'Date.now() - hit.at < TTL * 1000',
      ],
      [
        'performance',
        'const TTL = 60;',
        'Cache is practically never hit',
        'If a minute is meant it has to be 60_000, as it is compared with a difference of Date.now().',
        'const TTL = 60_000;',
      ],
      [
        'maintenance',
        'if (hit && Date.now() - hit.at < TTL) return hit.user;',
        'Unit mismatch',
        'TTL looks like seconds and is used as milliseconds.',
      ],
      [
        'bugs-b',
        'TTL = 60',
        'Expires at once',
        '60 milliseconds are too short for a time to live.',
        'TTL = 60_000',
      ],
    ],
    [
      [
        'security',
        "console.log('loaded user', user.email, user.passwordHash);",
        'Secrets in the log',
        'The password hash is written to standard output.',
        "console.log('loaded user', id);",
      ],
      ['security-b', 'user.passwordHash', 'Leaks credentials', 'Hashes must never be logged.'],
      [
        'maintenance',
        "console.log('loaded user', user.email, user.passwordHash)",
        'Debug output left in',
        'Remove it; it prints personal data such as e-mail and hash.',
        '',
      ],
    ],
    [
      [
        'bugs',
        'const user = rows[0];',
        'User may not exist',
        'rows[0] is undefined for an unknown id, and user.email then throws.',
      ],
      [
        'bugs-b',
        "console.log('loaded user', user.email",
        'TypeError',
        'Crashes when no row was found.',
      ],
      [
        'maintenance',
        'const user = rows[0];\n  cache[id] = { user, at: Date.now() };',
        'Missing row not handled',
        'undefined is cached and dereferenced.',
      ],
    ],
    [
      [
        'maintenance',
        'Never throws.',
        'Wrong comment',
        'A failing db.query rejects, so the promise does throw.',
      ],
      [
        'bugs',
        '/** Returns the user with this id, from the cache if it is fresh. Never throws. */',
        'Docstring is untrue',
        'Errors of the database are passed on to the caller.',
      ],
    ],
    [
      [
        'maintenance',
        'const cache: any = {};',
        'any',
        'Type the cache, for instance Map<string, Entry>.',
        'const cache = new Map<string, Entry>();',
      ],
      ['bugs-b', 'cache: any', 'No type safety', 'With any, misspelt fields are not noticed.'],
    ],
    [
      [
        'performance',
        'const cache: any = {};',
        'Unbounded',
        'Nothing limits the number of entries; memory grows with every user.',
      ],
      [
        'security-b',
        'cache[id] = { user, at: Date.now() };',
        'Memory exhaustion',
        'A client that asks for many ids fills the heap as there is no size limit.',
      ],
    ],
    [
      [
        'security',
        'const cache: any = {};',
        'Prototype keys',
        'An id such as __proto__ or constructor hits Object.prototype; use a Map.',
      ],
      [
        'bugs',
        'const hit = cache[id];',
        'Inherited properties',
        'cache["constructor"] is truthy on a plain object. Object.create(null) or Map avoids it.',
      ],
    ],
    [
      [
        'bugs',
        'ids.forEach(async id => {',
        'forEach does not wait',
        'The total is returned before any user was loaded: always 0.',
        'for (const id of ids) {',
      ],
      [
        'bugs-b',
        `ids.forEach(async id => {
    const user = await getUser(id, db);
    total += user.balance;
  });
  return total;`,
        'Returns 0',
        'async callbacks are not awaited by forEach.',
      ],
      [
        'maintenance',
        'forEach(async',
        'Floating promises',
        'Use for...of with await or Promise.all.',
      ],
      [
        'performance',
        'return total;',
        'Result is not ready',
        'At this moment none of the promises has settled, so the sum is still zero.',
      ],
    ],
    [
      [
        'performance',
        'const user = await getUser(id, db);',
        'One query for each id',
        'N+1: load all users with one WHERE id IN (...).',
      ],
      [
        'performance-b',
        'ids.forEach(async id => {\n    const user = await getUser(id, db);',
        'Many round trips',
        'A batch query would replace ids.length calls to the database.',
      ],
    ],
    [
      [
        'bugs',
        'total += user.balance;',
        'Race on total',
        'Read-modify-write across awaits may lose updates.',
      ],
    ],
    [
      [
        'bugs-b',
        'total += user.balance',
        'Floating-point money',
        'Balances should be integers in cents.',
      ],
      [
        'maintenance',
        'total += user.balance;',
        'Rounding errors',
        'Summing currency as a JS number is imprecise.',
      ],
    ],
    [
      [
        'bugs',
        'cache[id].at > Date.now() - maxAge',
        'Condition is inverted',
        'This deletes the fresh entries and keeps the old.',
        'cache[id].at < Date.now() - maxAge',
      ],
      [
        'bugs-b',
        'if (cache[id].at > Date.now() - maxAge) delete cache[id];',
        'Evicts the wrong entries',
        'Entries younger than maxAge are removed.',
        'if (cache[id].at < Date.now() - maxAge) delete cache[id];',
      ],
      [
        'performance',
        'at > Date.now() - maxAge',
        'Wrong comparison',
        'Should be smaller-than, or stale data stays for ever.',
      ],
    ],
    [
      [
        'bugs',
        "if ((user.role = 'admin')) return true;",
        'Assignment instead of comparison',
        'Everyone becomes an administrator.',
        "if (user.role === 'admin') return true;",
      ],
      [
        'security',
        "user.role = 'admin'",
        'Privilege escalation',
        'A single = sets the role and the test is always true.',
        "user.role === 'admin'",
      ],
      [
        'security-b',
        "export function isAdmin(user) {\n  if ((user.role = 'admin')) return true;",
        'Always grants access',
        'The check mutates the user and returns true for all.',
      ],
    ],
    [
      [
        'bugs',
        "user.permissions.indexOf('admin') > 0",
        'Off by one',
        'indexOf is 0 when admin is the first permission.',
        "user.permissions.includes('admin')",
      ],
      [
        'bugs-b',
        "indexOf('admin') > 0",
        'First element is missed',
        'Compare with -1 or use includes.',
        "indexOf('admin') >= 0",
      ],
      [
        'maintenance',
        "return user.permissions.indexOf('admin') > 0;",
        'Use includes',
        'Clearer, and right for position zero.',
        "return user.permissions.includes('admin');",
      ],
    ],
    [
      ['maintenance', 'catch (e) {}', 'Swallowed error', 'A failed write goes unnoticed.'],
      ['bugs', '} catch (e) {}', 'Empty catch', 'At least log that the cache could not be saved.'],
    ],
    [
      [
        'security',
        'writeFileSync(path, JSON.stringify(cache));',
        'Personal data on disk',
        'The file contains e-mail addresses and hashes in clear text and gets default permissions.',
      ],
    ],
    [
      [
        'performance',
        'writeFileSync(path, JSON.stringify(cache))',
        'Blocks the event loop',
        'Use the asynchronous API.',
      ],
      [
        'performance-b',
        'writeFileSync',
        'Synchronous I/O',
        'A large cache stops all requests while it is written.',
      ],
    ],
    [
      [
        'bugs',
        "Object.assign(cache, JSON.parse(readFileSync(path, 'utf8')));",
        'Missing or damaged file',
        'readFileSync or JSON.parse throws at the first start.',
      ],
    ],
    [
      [
        'security-b',
        "JSON.parse(readFileSync(path, 'utf8'))",
        'Trusts the file',
        'Contents are not validated before they are merged into the cache.',
      ],
      [
        'security',
        'Object.assign(cache, JSON.parse(',
        'Unchecked input',
        'Anyone with write access to the file decides which users and roles the program sees; verify its shape.',
      ],
    ],
  ],
};
