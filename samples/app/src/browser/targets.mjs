// What the checks of the trial ask: a small server on this machine that does as the trial says.
import http from 'node:http';

export async function startTargets() {
  const state = {up: true, refuses: true};
  const server = http.createServer((request, response) => {
    const wait = request.url === '/slow' ? 40 + Math.random() * 60 : Math.random() * 8;
    setTimeout(() => {
      response.statusCode = request.url === '/switch' && !state.up ? 503 : request.url === '/refusing' && state.refuses ? 400 : 200;
      response.end('ok');
    }, wait);
  });
  // Who asks again after a pause finds the connection as it left it.
  server.keepAliveTimeout = 60000;
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {port: server.address().port, state, close: () => server.close()};
}
