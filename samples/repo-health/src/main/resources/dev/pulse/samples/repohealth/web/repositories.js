// The repositories in Pulse's dashboard: how they are, and the way to the page that has all of it.

const STATES = {healthy: 'pass', warning: 'warn', critical: 'fail'};
const BUILDS = {passing: 'pass', failing: 'fail'};
const PAGE = 100;

export default async function repositories(page) {
  const {h, badge, card, table, facts, empty, ago} = page.ui;
  const more = h('p', {}, h('a', {href: 'repo-health/'}, 'Factors, vulnerabilities, trends, builds and alerts'));

  // The API tells at most a hundred at a time.
  async function all() {
    const found = [];
    let total = 1;
    while (found.length < total) {
      const part = await page.api.get('repos?limit=' + PAGE + '&offset=' + found.length);
      if (part.repos.length === 0) break;
      found.push(...part.repos);
      total = part.total;
    }
    return found;
  }

  const known = value => value ?? '–';
  const counts = about => Object.entries(about).filter(([word]) => word !== 'total')
      .map(([word, count]) => count + ' ' + word).join(', ');

  async function read() {
    const health = await page.api.get('health');
    const found = health.last_scan === null ? [] : await all();
    page.root.replaceChildren(
        card('Repository health of ' + health.org, facts([
          ['Average score', h('span', {}, known(health.average_score), ' ', badge(STATES[health.status] ?? 'unknown', health.status))],
          ['Repositories', counts(health.repos)],
          ['Open vulnerabilities', counts(health.vulnerabilities)],
          ['Builds', counts(health.builds)],
          ['Last scan', ago(health.last_scan)],
          ['Stale', health.stale ? 'yes' : undefined],
        ]), more),
        health.last_scan === null ? empty('No scan has finished yet.') : card('Repositories', table(
            ['Repository', 'Health', {title: 'Score', class: 'num'}, 'Build', {title: 'Coverage', class: 'num'}, 'Missing, or why it was not read', 'Scanned'],
            found.map(one => [
              h('bdi', {}, one.name),
              badge(STATES[one.status] ?? 'unknown', one.status),
              String(known(one.health_score)),
              badge(BUILDS[one.metrics.build_status] ?? 'unknown', one.metrics.build_status),
              String(known(one.metrics.coverage)),
              one.error ? one.error : one.missing.join(', '),
              ago(one.scanned_at),
            ]), {label: 'Repositories'})));
  }

  await read();
  page.every(30, () => read().catch(() => {
    // The shell tells that Pulse does not answer; what is shown stays.
  }));
}
