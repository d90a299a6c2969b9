import assert from 'node:assert/strict';
import { timerLater } from '../../../../src/host/ui/timerLater.ts';
import { refreshPace } from '../../../../src/views/tree/refreshPace.ts';

const soon = (work: () => void) => timerLater(work, 1);
const never = () => () => undefined;
const turn = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('refreshPace', () => {
  it('refreshes at once, then not again before the last one was taken in', async () => {
    let refreshes = 0;
    const pace = refreshPace(() => void (refreshes += 1), soon, 60_000);
    pace.want();
    assert.equal(refreshes, 1);
    pace.want();
    pace.want();
    await turn(10);
    assert.equal(refreshes, 1);
    pace.taken();
    await turn(10);
    assert.equal(refreshes, 2);
    pace.dispose();
  });

  it('does not wait for its turn when it has to hurry', () => {
    let refreshes = 0;
    const pace = refreshPace(() => void (refreshes += 1), never, 60_000);
    pace.want();
    pace.hurry();
    assert.equal(refreshes, 2);
    pace.dispose();
  });

  it('goes on when nobody takes it in', async () => {
    let refreshes = 0;
    const pace = refreshPace(() => void (refreshes += 1), soon, 2);
    pace.want();
    pace.want();
    await turn(20);
    assert.equal(refreshes, 2);
    pace.dispose();
  });

  it('refreshes nothing that was not wanted, and nothing once disposed', async () => {
    let refreshes = 0;
    const pace = refreshPace(() => void (refreshes += 1), soon, 2);
    pace.taken();
    await turn(10);
    assert.equal(refreshes, 0);
    pace.want();
    pace.want();
    pace.dispose();
    await turn(10);
    assert.equal(refreshes, 1);
  });
});
