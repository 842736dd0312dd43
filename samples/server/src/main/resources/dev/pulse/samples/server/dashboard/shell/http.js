// Asks the server. Addresses are relative to the page, so that it works below any path; the
// browser sends its own credentials, and nothing of them is known here.

// What went wrong, in the words of the server where it said any.
export class Problem extends Error {
  constructor(status, title, detail, signIn, told) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    // Where to sign in, when that is what is missing.
    this.signIn = signIn || null;
    // All that the server said, for pages whose routes say more: which fields are wrong.
    this.told = told || {};
  }
}

// What a session shows with its requests, and any value where there is none: pages of other sites can
// send neither. The server says what it is in dashboard.json.
let proof = '1';
export function prove(value) {
  proof = value || '1';
}

export async function ask(method, path, {body, text, type, headers, signal, answered} = {}) {
  const options = {method, signal, headers: {...headers, Accept: 'application/json', 'X-Pulse-Csrf': proof}, credentials: 'same-origin'};
  // GET asks whether what the browser has still holds; a large answer that does is not sent again.
  if (method === 'GET') options.cache = 'no-cache';
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  } else if (text !== undefined) {
    options.headers['Content-Type'] = type;
    options.body = text;
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, 'No answer', 'The server cannot be reached.');
  }
  if (answered) answered(answer);
  if (!answer.ok) {
    const failure = await problem(answer);
    if (failure.signIn) dispatchEvent(new CustomEvent('signin', {detail: failure.signIn}));
    throw failure;
  }
  if (answer.status === 204) return undefined;
  const told = answer.headers.get('Content-Type') || '';
  return told.includes('json') ? answer.json() : answer.text();
}

async function problem(answer) {
  const title = 'The server answered ' + answer.status;
  try {
    const told = await answer.json();
    // Some systems answer {error: {code, message}} instead.
    const word = told.title || (told.error && told.error.message) || told.error;
    return new Problem(answer.status, typeof word === 'string' ? word : title, told.detail, answer.headers.get('X-Pulse-Sign-In'), told);
  } catch (unreadable) {
    return new Problem(answer.status, title, undefined);
  }
}

// The verbs, below a path.
export function below(base, signal) {
  return {
    get: path => ask('GET', base + path, {signal}),
    post: (path, body) => ask('POST', base + path, {body, signal}),
    put: (path, body) => ask('PUT', base + path, {body, signal}),
    patch: (path, body) => ask('PATCH', base + path, {body, signal}),
    delete: path => ask('DELETE', base + path, {signal}),
    // With more than a body: {body} or {text, type}, and headers.
    send: (method, path, more) => ask(method, base + path, {...more, signal}),
    address: path => base + path,
  };
}
