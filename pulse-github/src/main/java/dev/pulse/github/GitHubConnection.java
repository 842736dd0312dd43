package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The way to GitHub, or to a GitHub Enterprise Server, which everything in this package goes. It
 * asks only for what has changed since it asked before, keeps within the limits of GitHub and fails
 * at once instead of waiting for them, and sends its token to no other host. Make one for each
 * token and share it: the limits are counted in it.
 *
 * <p>Without more it asks {@code https://api.github.com} as nobody in particular, which GitHub
 * answers 60 times an hour. Thread-safe.
 *
 * <pre>{@code
 * GitHubConnection github = GitHubConnection.builder().token(token).build();
 * }</pre>
 */
public final class GitHubConnection {
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final GitHubHttp http;
  private final TokenSource tokens;

  private GitHubConnection(GitHubHttp http, TokenSource tokens) {
    this.http = http;
    this.tokens = tokens;
  }

  /** Starts a connection. */
  public static Builder builder() {
    return new Builder();
  }

  /** What may still be asked, by GitHub's name for the kind, as its answers have told so far. */
  public Map<String, RateLimit> limits() {
    return http.limits();
  }

  /** Where it leads, without what must not be shown. */
  @Override
  public String toString() {
    return http.place().toString();
  }

  InstantSource clock() {
    return http.environment().clock();
  }

  /** Whether it asks as nobody in particular. */
  boolean isAnonymous() {
    return tokens.identity().isEmpty();
  }

  void pause(Duration time) throws InterruptedException {
    http.environment().pause().sleep(time);
  }

  /**
   * Asks for something.
   *
   * @param route below the base, such as {@code /repos/{owner}/{repo}/contents/{+path}}: see {@link
   *     Route}
   * @param values for the route; those it does not name are the query
   * @param within for all tries together
   * @throws GitHubException when there is no answer
   */
  GitHubAnswer get(String route, Map<String, String> values, Duration within)
      throws InterruptedException {
    return ask(Question.get(url(route, values), route), Deadline.in(within));
  }

  /** Asks whether something is there: the answer has a status, and no body when that is 200. */
  GitHubAnswer status(String route, Map<String, String> values, Duration within)
      throws InterruptedException {
    return ask(Question.status(url(route, values), route), Deadline.in(within));
  }

  /**
   * Asks for a list in pages.
   *
   * @param member of the answer that is the list; null when the answer itself is
   * @param item how one of it is read
   */
  <T> Pages<T> pages(
      String route, Map<String, String> values, @Nullable String member, Function<Json, T> item) {
    return new Pages<>(this, url(route, values), route, member, item);
  }

  /**
   * Changes something, once: when nobody knows what became of it, it is not sent again.
   *
   * @param body of texts, numbers, truths, lists and maps
   */
  GitHubAnswer send(
      String method, String route, Map<String, String> values, Map<String, ?> body, Duration within)
      throws InterruptedException {
    // GitHub describes no body where there is nothing to say, not even an empty object.
    var sent = body.isEmpty() ? RequestBody.create(new byte[0]) : json(body);
    var question = Question.send(method, url(route, values), route, sent);
    return ask(question, Deadline.in(within));
  }

  GitHubAnswer ask(Question question, Deadline deadline) throws InterruptedException {
    return http.ask(question, tokens, deadline);
  }

  /**
   * Does something with the library github-api, whose requests all go this way.
   *
   * @param within for all of it
   * @throws IOException as the library throws it, for an answer that is a no
   * @throws GitHubException when there is no answer
   */
  <T> T library(LibraryCall<T> call, Duration within) throws IOException, InterruptedException {
    try {
      return call.call(LibraryConnector.library(this, http.base(), Deadline.in(within)));
    } catch (IOException | RuntimeException e) {
      if (cause(e, InterruptedIOException.class) != null && Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking GitHub");
      }
      var ours = cause(e, LibraryConnector.LibraryException.class);
      if (ours != null) {
        throw ours.failure();
      }
      throw e;
    }
  }

  /** The library wraps what went wrong in exceptions of its own. */
  private static <E extends Throwable> @Nullable E cause(Throwable thrown, Class<E> type) {
    @Nullable Throwable next = thrown;
    for (int depth = 0; next != null && depth < 20; depth++) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }

  /** How many parts of a path are the base's. */
  int baseSegments() {
    var segments = http.base().pathSegments();
    return segments.get(segments.size() - 1).isEmpty() ? segments.size() - 1 : segments.size();
  }

  boolean isOurs(HttpUrl url) {
    return http.place().isOurs(url);
  }

  private HttpUrl url(String route, Map<String, String> values) {
    return Route.url(http.base(), route, values);
  }

  static RequestBody json(Map<String, ?> body) {
    var text = new Buffer();
    try (var writer = JsonWriter.of(text)) {
      writer.jsonValue(body);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory that cannot be written", e);
    }
    return RequestBody.create(text.readByteString(), JSON);
  }

  /** Makes a connection. Confine to one thread. */
  public static final class Builder {
    private final ConnectionOptions options = new ConnectionOptions();
    private TokenSource tokens = TokenSource.none();
    private @Nullable GitHubApp app;
    private @Nullable Environment environment;
    private @Nullable InstantSource clock;

    private Builder() {}

    /**
     * Where the API is; default {@code https://api.github.com}. A GitHub Enterprise Server has it
     * at {@code https://HOST/api/v3}.
     */
    public Builder baseUrl(URI url) {
      options.url = url.toString();
      return this;
    }

    /** Asks with a token: a personal one, or the one of a workflow. */
    public Builder token(Secret token) {
      if (!token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        options.refuse("token", "must be printable ASCII without blanks");
      }
      options.identities++;
      tokens = TokenSource.of(token);
      return this;
    }

    /**
     * Asks with a token from a file, which is read for each request, so that whoever replaces the
     * file replaces the token. Blanks and line ends around it do not count.
     */
    public Builder tokenFile(Path file) {
      options.identities++;
      tokens = new FileToken(file);
      return this;
    }

    /** Asks as an App, with tokens that are made when they are needed. */
    public Builder app(GitHubApp app) {
      options.identities++;
      this.app = requireNonNull(app, "app");
      return this;
    }

    /** Sends a header, with every request. {@code X-GitHub-Api-Version} may be replaced. */
    public Builder header(String name, String value) {
      options.header(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /**
     * How long one request may take, from the name look-up to the end of the answer; default 30
     * seconds. What a caller allows for all of it applies as well.
     *
     * @param most more than nothing, at most five minutes
     */
    public Builder timeout(Duration most) {
      options.timeout = requireNonNull(most, "most");
      return this;
    }

    /**
     * How large an answer may be, after decompression; default 32 MiB.
     *
     * @param bytes 1 to 256 MiB
     */
    public Builder maxBody(long bytes) {
      options.maxBody = bytes;
      return this;
    }

    /**
     * Tries again when there was no answer, or one with a status of 500 and above; default after 1,
     * 2 and 4 seconds. What changes something is sent once.
     *
     * @param waits before the second request, the third, …; at most ten of at most five minutes
     */
    public Builder retryAfter(List<Duration> waits) {
      options.waits = List.copyOf(waits);
      return this;
    }

    /**
     * How many requests are left to others with the same token; default 100. Where the limit is
     * small it is at most a tenth of that.
     *
     * @param requests 0 to 10,000
     */
    public Builder buffer(long requests) {
      options.buffer = requests;
      return this;
    }

    /** Where answers outlive the process; default: nowhere, the newest are kept in memory. */
    public Builder cache(HttpCache cache) {
      options.cache = requireNonNull(cache, "cache");
      return this;
    }

    /** Which addresses may be connected to; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      options.egress = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Trusts the authorities in a file in PEM instead of those that the JVM trusts, as a GitHub
     * Enterprise Server may need. It is read by {@code build()}. Verification itself cannot be
     * turned off.
     */
    public Builder trust(Path authorities) {
      options.files.trust(requireNonNull(authorities, "authorities"));
      return this;
    }

    /** Who learns of every request; default: nobody. */
    public Builder observer(RequestObserver observer) {
      options.observer = requireNonNull(observer, "observer");
      return this;
    }

    /**
     * What time it is, for limits and for the ages of what is learnt; default: the system's clock.
     */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** Replaces what the connection has of the world, for tests. */
    Builder environment(Environment environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Makes the connection; nothing is sent yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public GitHubConnection build() {
      var base = options.checked();
      var world = (environment == null ? Environment.system() : environment).by(clock);
      var http = new GitHubHttp(base, options, world);
      return new GitHubConnection(http, app == null ? tokens : new AppTokens(app, http));
    }
  }
}
