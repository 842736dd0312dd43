// What the systems watch, as processes of their own from the same jar: the fakes that the demo has too.
import {spawn} from 'node:child_process';
import {openSync} from 'node:fs';

const PACKAGE = 'dev.pulse.samples.fakes.';

// Starts the main of a fake; gives what `ready` has matched in its output, and a way to end it.
export async function startFake(jar, main, args, ready) {
  const java = process.env.JAVA_HOME ? process.env.JAVA_HOME + '/bin/java' : 'java';
  const child = spawn(java, ['-cp', jar, PACKAGE + main, ...args], {stdio: ['ignore', 'pipe', openSync('pulse.log', 'a')]});
  const found = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', data => {
      text += data;
      const match = ready.exec(text);
      if (match) resolve(match);
    });
    child.once('exit', code => reject(new Error(main + ' ended with ' + code + '; see pulse.log')));
  });
  return {found, stop: () => new Promise(resolve => {
    // One that has ended by itself does not end again.
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(child.exitCode);
      return;
    }
    child.once('exit', resolve);
    child.kill('SIGTERM');
  })};
}

// The sections of pulse.yaml for all systems, and what they need.
export async function startSystems(jar) {
  const cluster = await startFake(jar, 'FakeClusterMain', ['--living', 'yes', '--hostile', 'yes'], /KUBECONFIG=(.*)\n/);
  const networks = await startFake(jar, 'LivingNetworkMain', ['--hostile', 'yes', '--still', 'yes'],
      /CLIENTS_DATA_URL=(.*)\nDISCORD_API_BASE=(.*)\nPROMETHEUS_URL=(.*)\n/);
  const github = await startFake(jar, 'FakeGitHubMain', ['--owner', 'acme', '--repositories', '0', '--living', '2', '--odd', 'yes', '--limit', '100000', '--sbom-limit', '100000'],
      /PULSE_ORG=[^]*DEPSDEV_API_URL=.*\n/);
  const fakes = [cluster, networks, github];
  return {
    // Where to say what happens in the networks.
    networks: networks.found[3],
    sections: {
      'uptime-guard': {interval: '1s', 'allow-private': true},
      'validator-executions': {kubeconfig: cluster.found[1], 'pod-range-end': 9, 'refresh-interval': 2, 'stuck-after': 20},
      'ethereum-network': {'clients-data-url': networks.found[1], 'discord-api-base': networks.found[2], 'prometheus-url': networks.found[3],
        'discord-bot-token': 'fake.discord.token', 'discord-guild-ids': '197038439483310086', 'github-token': 'none', 'node-probe': false,
        'evaluation-interval': '10s', 'evaluation-networks': 'hoodi,sepolia,fusaka-devnet-3,odd-devnet-0'},
      'repo-health': {'pulse-scan-interval': 3, ...Object.fromEntries(github.found[0].trim().split('\n').map(line => line.split('=')).map(([name, value]) => [name.toLowerCase().replaceAll('_', '-'), value]))},
    },
    stop: () => Promise.all(fakes.map(fake => fake.stop())),
  };
}
