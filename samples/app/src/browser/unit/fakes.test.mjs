import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {startFake} from '../fakes.mjs';

test('a fake that has ended by itself can be stopped', {timeout: 20000}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-'));
  const [here, java] = [process.cwd(), process.env.JAVA_HOME];
  try {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'java'), '#!/bin/sh\necho "PID=$$ READY"\n');
    chmodSync(join(folder, 'bin', 'java'), 0o755);
    process.chdir(folder);
    process.env.JAVA_HOME = folder;
    const fake = await startFake('none.jar', 'Main', [], /PID=(\d+) READY/);
    while (isAlive(Number(fake.found[1]))) await new Promise(setImmediate);
    await new Promise(setImmediate);
    await fake.stop();
  } finally {
    process.chdir(here);
    if (java === undefined) delete process.env.JAVA_HOME;
    else process.env.JAVA_HOME = java;
    rmSync(folder, {recursive: true});
  }
});

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
