import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storedRequest } from '../../../../src/engine/request/storedRequest.ts';
import { defaultSettings } from '../../../../src/engine/settings/settings.ts';
import { openStore } from '../../../../src/store/openStore.ts';
import { startCommandLine } from '../../../support/commandLine.ts';

/** Stores as version 0.1 left them: a finished run and one that was cut off after its first answer. */
const STORES = join(import.meta.dirname, '../../../fixtures/stores');
const FINISHED = '11111111';
const CUT_OFF = '22222222';

describe('runs that earlier versions stored', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-stores-'));
    cpSync(STORES, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const host of ['terminal', 'editor'] as const) {
    const fanout = (...args: string[]) =>
      startCommandLine([...args, '--store', join(folder, host)], folder).ended;

    it(`F61 a run of the ${host} is shown and compared in the terminal`, async () => {
      const shown = await fanout('show', FINISHED, '--format', 'json');
      assert.equal(shown.code, 0, shown.stderr);
      const report = JSON.parse(shown.stdout) as { findings: unknown[] };
      assert.equal(report.findings.length, 2);
      assert.match((await fanout('runs')).stdout, /22222222.*interrupted/);
    });

    it(`F61 a run that was cut off in the ${host} is gone on with in the terminal, and asks only what is open`, async () => {
      const { code, stdout, stderr } = await fanout('resume', CUT_OFF, '--format', 'json');
      assert.equal(code, 0, stderr);
      // What the rules of today find in the rest is theirs to say: all of it is read.
      const report = JSON.parse(stdout) as { coverage: { reviewedFraction: number } };
      assert.equal(report.coverage.reviewedFraction, 1);
      const again = await fanout('show', CUT_OFF, '--format', 'json');
      assert.deepEqual(JSON.parse(again.stdout), report);
    });

    it(`F61 the editor reads what a run of the ${host} was asked`, async () => {
      const store = await openStore(join(folder, host));
      try {
        for (const { id } of store.list()) {
          const run = store.load(id);
          const request = storedRequest(run?.settings, run?.name ?? '');
          assert.ok(request);
          assert.equal(request.model, 'offline:rules');
          assert.deepEqual(request.perspectives.markdown.map(p => p.id).sort(), [
            'completeness',
            'tone',
          ]);
          assert.equal(request.settings.chunkTokens, 200);
          // Everything that a run needs is there, whichever version stored it.
          for (const name of Object.keys(defaultSettings()))
            assert.ok(Object.hasOwn(request.settings, name), name);
        }
      } finally {
        store.close();
      }
    });
  }

  it('what is no request is none', () => {
    for (const settings of [undefined, null, 3, {}, { request: {} }, { chunkTokens: 3000 }])
      assert.equal(storedRequest(settings, 'a'), undefined);
  });

  it('models, routes and addresses of the terminal are kept', () => {
    const request = storedRequest(
      {
        model: 'openai:a',
        moreModels: ['anthropic:b'],
        perspectiveModels: { tone: ['compatible:c'] },
        baseUrls: { 'compatible:c': 'http://127.0.0.1:1/v1' },
        verify: 'major',
        verifyModel: 'anthropic:d',
        chunkTokens: 1000,
        synthesis: false,
        cache: false,
      },
      'x.md',
    );
    assert.ok(request);
    const models = Object.fromEntries(request.perspectives.markdown.map(p => [p.id, p.models]));
    assert.deepEqual(models['accuracy'], ['openai:a', 'anthropic:b']);
    assert.deepEqual(models['tone'], ['compatible:c']);
    const { verify, verifyModel, reuseAnswers, maxCostUsd } = request.settings;
    assert.deepEqual(
      { verify, verifyModel, reuseAnswers, maxCostUsd },
      { verify: 'major', verifyModel: 'anthropic:d', reuseAnswers: false, maxCostUsd: 0 },
    );
  });
});
