package dev.pulse.github;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tokens of an App: one at a time, replaced before it ends. Thread-safe. */
final class AppTokens implements TokenSource {
  private static final String ROUTE = "/app/installations/{installation}/access_tokens";
  private static final List<String> INSTALLATIONS =
      List.of("/orgs/{login}/installation", "/users/{login}/installation");
  private static final Duration SPARE = Duration.ofMinutes(5);

  private record Token(Secret secret, Instant end) {}

  private final GitHubApp app;
  private final GitHubHttp http;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Token current;

  AppTokens(GitHubApp app, GitHubHttp http) {
    this.app = app;
    // What proves who an App is has limits of its own.
    this.http = http.forAnother();
  }

  @Override
  public Optional<Secret> token(Deadline deadline) throws InterruptedException {
    var known = good();
    if (known.isPresent()) {
      return known;
    }
    if (!lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
      throw GitHubException.of(
          GitHubException.Kind.UNREACHABLE, "no time is left to wait for the token of " + app);
    }
    try {
      var since = good();
      if (since.isPresent()) {
        return since;
      }
      var fetched = fetched(deadline);
      current = fetched;
      return Optional.of(fetched.secret());
    } finally {
      lock.unlock();
    }
  }

  private Optional<Secret> good() {
    var now = http.environment().clock().instant();
    return Optional.ofNullable(current)
        .filter(token -> now.isBefore(token.end()))
        .map(Token::secret);
  }

  private Token fetched(Deadline deadline) throws InterruptedException {
    var proof = TokenSource.of(app.proof(http.environment().clock().instant()));
    var url = Route.url(http.base(), ROUTE, Map.of("installation", installation(proof, deadline)));
    var question =
        Question.send("POST", url, ROUTE, GitHubConnection.json(Map.of())).asRepeatable();
    var answer = created(question, proof, deadline);
    var body = answer.json();
    try {
      var end = body.text("expires_at").map(Instant::parse);
      var token = body.text("token").filter(AppTokens::isToken);
      if (end.isPresent() && token.isPresent()) {
        return new Token(Secret.of(token.get()), end.get().minus(SPARE));
      }
    } catch (DateTimeParseException e) {
      // Said below, without what it quotes.
    }
    throw answer.garbled("expected token and expires_at");
  }

  private String installation(TokenSource proof, Deadline deadline) throws InterruptedException {
    if (!app.isFoundByLogin()) {
      return app.installation();
    }
    for (String route : INSTALLATIONS) {
      var url = Route.url(http.base(), route, Map.of("login", app.installation()));
      var nothing = Question.get(url, route).keeping(body -> Optional.empty());
      var answer = answer(nothing, proof, deadline);
      if (answer.status() == 200) {
        return Long.toString(
            answer
                .json()
                .number("id")
                .orElseThrow(() -> answer.garbled("expected the id of an installation")));
      }
      if (answer.status() != 404) {
        throw refused(
            "GitHub does not tell the installation of " + app, answer.status(), answer.requestId());
      }
    }
    throw GitHubException.of(
        GitHubException.Kind.UNAUTHORISED, app + ": there is no such installation");
  }

  private GitHubAnswer created(Question question, TokenSource proof, Deadline deadline)
      throws InterruptedException {
    var answer = answer(question, proof, deadline);
    if (answer.status() == 201) {
      return answer;
    }
    throw refused("GitHub gives no token to " + app, answer.status(), answer.requestId());
  }

  private GitHubAnswer answer(Question question, TokenSource proof, Deadline deadline)
      throws InterruptedException {
    try {
      return http.ask(question, proof, deadline);
    } catch (GitHubException e) {
      if (e.kind() == GitHubException.Kind.UNAUTHORISED && e.status().orElse(0) == 401) {
        throw refused("GitHub does not take the key of " + app, 401, e.requestId().orElse(null));
      }
      throw e;
    }
  }

  private static GitHubException refused(String words, int status, @Nullable String requestId) {
    return GitHubException.answered(
        GitHubException.Kind.UNAUTHORISED, words + ": status " + status, status, requestId);
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  @Override
  public String identity() {
    return app.identity();
  }

  @Override
  public boolean refused(Secret token) {
    var known = current;
    if (known != null && known.secret().equals(token)) {
      current = null;
    }
    return true;
  }
}
