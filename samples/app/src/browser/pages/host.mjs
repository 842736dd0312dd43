import {spawn} from 'node:child_process';
import {join} from 'node:path';

// The dashboard as a part of another application, below /ops/pulse and behind the login of that.
export default async function host(trial) {
  trial.expect(/401 \(Unauthorized\)/);
  const {base, end} = await startHost(trial.targets.port);
  try {
    const page = await trial.open('', {token: null, base});
    await page.goto(base + 'ops/pulse/');
    trial.check(page.url() === base, 'a stranger is led to the login of the host, and not to ' + page.url());
    await page.getByLabel('Name').fill('otto');
    await page.getByRole('button', {name: 'Log in'}).click();
    await page.getByRole('link', {name: 'On call'}).click();
    await page.locator('.row', {hasText: 'shop'}).waitFor();
    trial.check(page.url().startsWith(base + 'ops/pulse/'), 'the dashboard stands below /ops/pulse');
    await page.locator('.live.on').waitFor();
    await page.getByText('otto (operator)').waitFor();
    trial.check(await page.getByRole('button', {name: 'Sign out'}).count() === 0, 'who signs out does so at the host');
    await page.screenshot({path: 'shots/host-1440-light.png'});

    // What changes something goes through the host as well, and what happened comes back.
    await page.goto(base + 'ops/pulse/#/check/shop');
    await page.getByRole('button', {name: 'Pause', exact: true}).click();
    await page.getByRole('button', {name: 'Resume'}).waitFor();

    // Who logs out there is out here. What the page asks for until then is answered.
    await page.locator('.drawing .uplot').waitFor();
    await page.evaluate(() => fetch('/logout', {method: 'POST'}));
    await page.reload();
    await page.getByLabel('Name').waitFor();
  } finally {
    end();
  }
}

// The application of the tests, on the classes of the jar.
async function startHost(port) {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
  const source = join(process.env.SOURCES, '../../../server/src/test/java/dev/pulse/samples/server/HostApplication.java');
  const child = spawn(java, ['-cp', '../pulse.jar', source, String(port)], {stdio: ['ignore', 'pipe', 'ignore']});
  const base = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', data => {
      text += data;
      const ready = /ready at (\S+)/.exec(text);
      if (ready) resolve(ready[1]);
    });
    child.once('exit', code => reject(new Error('the host ended with ' + code)));
  });
  return {base, end: () => child.kill()};
}
