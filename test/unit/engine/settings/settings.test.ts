import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import {
  ownOnlyIn,
  type Inspect,
  OWN_ONLY,
  readSettings,
  widerPerspectives,
} from '../../../../src/engine/settings/settings.ts';
import { readManifest } from '../../../support/manifest.ts';

interface Declared {
  scope: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  markdownDescription?: string;
}
interface Manifest {
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    configuration: { properties: Record<string, Declared> }[];
    commands: { command: string; category: string; title: string; enablement?: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string; contents: string }[];
    walkthroughs: { steps: { description: string; media: { markdown: string } }[] }[];
  };
}
const manifest = readManifest() as Manifest;
const declared = Object.assign(
  {},
  ...manifest.contributes.configuration.map(group => group.properties),
) as Record<string, Declared>;
const none: Inspect = () => undefined;
const at =
  (values: Record<string, object>): Inspect =>
  name =>
    values[name];

/** Every setting has to be put into one of these lists by somebody who thought about it. */
const WORKSPACE_MAY_SET = [
  'perspectives',
  'customPerspectives',
  'language',
  'concurrency',
  'onFailure',
  'quorum',
  'problems',
  'show',
  'minSeverity',
  'minConfidence',
  'exclude',
  'encoding',
  'readAs',
  'offlineRules',
];

describe('settings', () => {
  it('T02 every setting is classified, and what decides destination or cost has application scope', () => {
    const names = Object.keys(declared).map(name => name.replace(/^fanout\./, ''));
    assert.deepEqual([...names].sort(), [...OWN_ONLY, ...WORKSPACE_MAY_SET].sort());
    for (const name of OWN_ONLY) assert.equal(declared[`fanout.${name}`]?.scope, 'application');
    for (const name of WORKSPACE_MAY_SET)
      assert.ok(['resource', 'window'].includes(declared[`fanout.${name}`]?.scope ?? ''), name);
  });

  it('T01 a workspace cannot set what decides where text goes, and it is named', () => {
    const evil = { globalValue: 'mine', workspaceValue: 'evil', workspaceFolderValue: 'evil' };
    const inspect = at({ model: evil, baseUrl: evil });
    const settings = readSettings(inspect, true);
    assert.equal(settings.model, 'mine');
    assert.equal(settings.baseUrl, 'mine');
    const file =
      '{ // x\n "fanout.model" : "evil", "fanout.baseUrl":"evil", "fanout.language": "x" }';
    assert.deepEqual(ownOnlyIn(file), ['model', 'baseUrl']);
    assert.deepEqual(ownOnlyIn('{ "editor.fontSize": 3 }'), []);
    assert.equal(readSettings(at({ baseUrl: { workspaceValue: 'evil' } }), true).baseUrl, '');
  });

  it('T49 a workspace that names more perspectives than the user reads from is known', () => {
    const wider = (globalValue: unknown, workspaceValue: unknown, trusted = true): unknown =>
      widerPerspectives(
        at({ perspectives: { defaultValue: {}, globalValue, workspaceValue } }),
        trusted,
      );
    const own = { prose: ['accuracy'] };
    assert.deepEqual(wider(own, { prose: ['accuracy', 'tone'] }), { prose: ['accuracy', 'tone'] });
    // What is not listed is read from every built-in one.
    assert.deepEqual(wider(own, {}), {});
    assert.deepEqual(wider(own, { code: ['security'] }), { code: ['security'] });
    assert.equal(wider(own, { prose: ['tone'] }), undefined);
    assert.equal(wider(own, undefined), undefined);
    assert.equal(wider(undefined, { prose: ['accuracy', 'tone'] }), undefined);
    assert.equal(wider(own, { prose: ['accuracy', 'tone'] }, false), undefined);
  });

  it('T49 a workspace cannot make a run dearer: more calls, smaller chunks, nothing reused', () => {
    const dear = {
      chunkTokens: 200,
      verify: 'note',
      hedge: true,
      reuseAnswers: false,
      partition: 'planned',
      optimize: 'speed',
      maxCostUsd: 1000,
      confirmAboveUsd: 1000,
      moreModels: ['openai:a', 'openai:b'],
    };
    const own = { verify: 'off', hedge: false, reuseAnswers: true, optimize: 'cost' };
    const inspect = at(
      Object.fromEntries(
        Object.entries(dear).map(([name, workspaceValue]) => [
          name,
          {
            workspaceValue,
            workspaceFolderValue: workspaceValue,
            ...(name in own ? { globalValue: own[name as keyof typeof own] } : {}),
          },
        ]),
      ),
    );
    const settings = readSettings(inspect, true);
    assert.equal(settings.chunkTokens, 3000);
    assert.deepEqual(
      [settings.verify, settings.hedge, settings.reuseAnswers, settings.optimize],
      ['off', false, true, 'cost'],
    );
    assert.deepEqual([settings.partition, settings.moreModels], ['static', []]);
    assert.ok(settings.maxCostUsd < 1000 && settings.confirmAboveUsd < 1000);
  });

  it('T13 a workspace does not have sent what the user leaves out', () => {
    const inspect = at({
      exclude: { globalValue: ['private/'], workspaceValue: ['!private/', 'build/'] },
    });
    assert.deepEqual(readSettings(inspect, true).exclude, ['build/', 'private/']);
    assert.deepEqual(readSettings(inspect, false).exclude, ['private/']);
    assert.deepEqual(readSettings(none, true).exclude, []);
  });

  it('T10 no setting holds a key', () => {
    for (const name of Object.keys(declared)) assert.doesNotMatch(name, /key|secret|header/i);
  });

  it('an untrusted workspace sets nothing at all', () => {
    const custom = [{ id: 'x', title: 'X', instructions: 'y' }];
    const inspect = at({
      language: { workspaceValue: 'Klingon' },
      customPerspectives: { workspaceValue: custom },
    });
    assert.equal(readSettings(inspect, false).language, '');
    assert.deepEqual(readSettings(inspect, false).customPerspectives, []);
    assert.equal(readSettings(inspect, true).language, 'Klingon');
    assert.equal(readSettings(inspect, true).customPerspectives[0]?.fromWorkspace, true);
  });

  it('R14 the perspectives of a workspace choose no model, and big or broken ones are left out', () => {
    const inspect = at({
      customPerspectives: {
        workspaceValue: [
          { id: 'a', title: 'A', instructions: 'i', model: 'compatible:evil' },
          { id: 'b', title: 'B', instructions: 'x'.repeat(40_000) },
          { id: 'c' },
          null,
          7,
        ],
        globalValue: [{ id: 'd', title: 'D', instructions: 'i', model: 'openai:m' }],
      },
    });
    assert.deepEqual(
      readSettings(inspect, true).customPerspectives.map(p => [p.data.id, p.data.model]),
      [
        ['d', 'openai:m'],
        ['a', undefined],
      ],
    );
  });

  it('the defaults in code are the defaults in the manifest', () => {
    const settings = readSettings(none, true) as unknown as Record<string, unknown>;
    for (const [name, { default: value }] of Object.entries(declared))
      assert.deepEqual(settings[name.replace('fanout.', '')], value, name);
  });

  it('numbers are held within the bounds of the manifest, whatever is in the file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(null)), value => {
        const settings = readSettings(() => ({ globalValue: value }), true) as unknown as Record<
          string,
          unknown
        >;
        for (const [name, { minimum, maximum }] of Object.entries(declared)) {
          if (minimum === undefined || maximum === undefined) continue;
          const read = settings[name.replace('fanout.', '')] as number;
          assert.ok(read >= minimum && read <= maximum, `${name} = ${read}`);
        }
      }),
    );
  });
});

describe('manifest', () => {
  const { contributes } = manifest;
  const commands = contributes.commands.map(c => c.command);

  it('every command has the category, and every menu, link and step names a command that exists', () => {
    for (const command of contributes.commands) assert.equal(command.category, 'Fanout');
    const linked = [
      ...contributes.viewsWelcome.map(w => w.contents),
      ...contributes.walkthroughs.flatMap(w => w.steps.map(s => s.description)),
    ].flatMap(text => [...text.matchAll(/command:(fanout\.[\w.]+)/g)].map(m => m[1] ?? ''));
    const used = Object.values(contributes.menus).flatMap(items => items.map(i => i.command));
    const views = Object.values(contributes.views).flatMap(v => v.map(x => `${x.id}.focus`));
    for (const id of [...linked, ...used]) assert.ok([...commands, ...views].includes(id), id);
    assert.ok(linked.length >= 8);
  });

  it('the pages of the walkthrough are there', () => {
    for (const { steps } of contributes.walkthroughs)
      for (const { media } of steps)
        assert.ok(fs.existsSync(new URL(`../../../../${media.markdown}`, import.meta.url)));
  });

  it('T57 no URI handler, and the editor never waits for the extension', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onStartupFinished',
      'onWebviewPanel:fanout.report',
    ]);
  });

  it('T24 Restricted Mode is limited, and what would matter there is not read from the workspace', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    for (const name of ['model', 'baseUrl', 'customPerspectives'])
      assert.ok(restrictedConfigurations.includes(`fanout.${name}`));
  });
});
