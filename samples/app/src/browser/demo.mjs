// The demo as somebody starts it who has just built the jar.
import {spawn} from 'node:child_process';
import {mkdtempSync, openSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const JAR = new URL('../pulse.jar', import.meta.url).pathname;

export async function startDemo() {
  // What it leaves behind is found: it has a temporary folder of its own.
  const folder = mkdtempSync(join(tmpdir(), 'pulse-demo-trial-'));
  const log = join(folder, 'log');
  const begun = Date.now();
  const child = spawn(process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java',
      ['-Djava.io.tmpdir=' + folder, '-jar', JAR, 'demo', '--port', '0'], {stdio: ['ignore', 'pipe', openSync(log, 'w')]});
  const gone = new Promise(resolve => child.once('exit', (code, signal) => resolve(signal || code)));
  const demo = {said: '', base: '', readyAt: 0, readyAfter: 0, stop, close};
  await new Promise((resolve, reject) => {
    child.stdout.on('data', data => {
      demo.said += data;
      const ready = /ready at (http:\/\/[^ ]+\/)/.exec(demo.said);
      if (ready && !demo.base) {
        demo.base = ready[1];
        demo.readyAt = Date.now();
        demo.readyAfter = demo.readyAt - begun;
        resolve();
      }
    });
    gone.then(code => reject(new Error('the demo ended with ' + code + ': ' + readFileSync(log))));
  });

  // How it ended, what it had complained of, and what it left behind.
  async function stop() {
    const asked = Date.now();
    child.kill('SIGTERM');
    const code = await gone;
    return {code, took: Date.now() - asked, complaints: readFileSync(log, 'utf8'),
      left: readdirSync(folder).filter(name => name !== 'log' && !name.startsWith('hsperfdata'))};
  }

  async function close() {
    if (child.exitCode === null && child.signalCode === null) await stop();
    rmSync(folder, {recursive: true, force: true});
  }

  return demo;
}
