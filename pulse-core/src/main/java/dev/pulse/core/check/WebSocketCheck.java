package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.WebSocketException;
import dev.pulse.core.internal.net.WebSocketHandshake;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Opens a WebSocket, says something if asked to, and waits for a message if asked to. Take {@link
 * HttpCheck} for servers that only answer requests.
 *
 * <pre>{@code
 * Check live =
 *     WebSocketCheck.connect("wss://shop.example/live")
 *         .subprotocol("graphql-transport-ws")
 *         .send("{\"type\":\"connection_init\"}")
 *         .expectContaining("connection_ack")
 *         .build();
 * }</pre>
 *
 * <p>It passes when the server agrees to the handshake as RFC 6455 wants it, to one of the
 * subprotocols asked for, and, when a message is expected, once that has come; up to 99 others may
 * come before. It closes the WebSocket in order and gives the server a second to do the same, which
 * is not part of the verdict.
 *
 * <p>A failure has the reasons of {@link HttpCheck} up to the handshake: {@code dns}, {@code
 * refused}, {@code unreachable}, {@code timeout}, {@code tls}, and {@code status} when the answer
 * is another than 101; redirects are not followed. After it: {@code protocol} when the server
 * breaks the rules of WebSockets or agrees to no subprotocol, {@code reset} when it closes before
 * the expected message, {@code too_large} when a message is larger than 1 MiB or too many others
 * come, {@code timeout}, {@code latency}. A server that answers a list in {@code Connection}, such
 * as {@code keep-alive, Upgrade}, passes when nothing is to be said, and is unknown with {@code
 * error} when something is: Pulse does not get hold of that connection. An address that the {@link
 * EgressPolicy} does not allow ends as {@link dev.pulse.api.model.Status#UNKNOWN} with {@code
 * denied}.
 *
 * <p>The latency runs on the monotonic clock from the beginning of the run, name resolution
 * included, to the expected message; to the handshake when none is expected. Compression is not
 * offered. Certificates and host names are verified; how long they are valid is a matter for {@link
 * TlsCheck}.
 *
 * <p>Samples: {@code http_status_code}, {@code websocket_messages_received}, {@code
 * websocket_received_bytes} and {@code phase_seconds} with the label {@code phase} as in {@link
 * HttpCheck}, where {@code first_byte} is the handshake, and {@code message} is there when a
 * message was sent or expected. Details: {@code status_code}, {@code subprotocol}, and {@code
 * close_code} when the server sent one. What conditions see as body is the expected message, when
 * it is a text.
 *
 * <p>Immutable and thread-safe.
 */
public final class WebSocketCheck implements Check {
  private final WebSocketPlan plan;
  private final HttpClients.Environment environment;
  private final OkHttpClient client;

  private WebSocketCheck(WebSocketPlan plan, HttpClients.Environment environment) {
    this.plan = plan;
    this.environment = environment;
    this.client = HttpClients.client(plan.http(), environment);
  }

  /**
   * A WebSocket.
   *
   * @param url an absolute URL that begins with {@code ws://} or {@code wss://}; judged by {@link
   *     Builder#build()}
   */
  public static Builder connect(String url) {
    return new Builder(requireNonNull(url, "url"));
  }

  /** A WebSocket. */
  public static Builder connect(URI url) {
    return connect(url.toString());
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var timeline = new HttpTimeline(plan.http().url.host());
    var run = HttpClients.forRun(client, environment, deadline, timeline);
    var exchange = new WebSocketExchange(plan, run, timeline, deadline, context);
    CheckResult result;
    try {
      var answer = exchange.run();
      if (Thread.interrupted() && !deadline.passed() && !context.remaining().isZero()) {
        throw new InterruptedException("interrupted while closing the WebSocket");
      }
      result = judge(answer, exchange, context).withLatency(answer.latency());
    } catch (WebSocketException e) {
      result = e.result(timeline.situation().at()).withLatency(deadline.elapsed());
    } catch (IOException e) {
      result = Failures.result(e, context, deadline, timeline.situation());
    }
    return measured(result, exchange).withSamples(timeline.stopwatch().samples(deadline.elapsed()));
  }

  private CheckResult judge(
      WebSocketExchange.Answer answer, WebSocketExchange exchange, CheckContext context) {
    var took = " in " + Texts.duration(answer.latency());
    if (!answer.opened()) {
      boolean redirect = exchange.status() >= 300 && exchange.status() < 400;
      return CheckResult.fail(
          Reason.STATUS,
          Texts.status(exchange.status())
              + took
              + (redirect
                  ? ", but redirects are not followed"
                  : ", but a WebSocket opens with 101"));
    }
    var summary = (plan.expected().isNothing() ? "101" : "expected message") + took;
    var result = plan.http().bounds.judge(answer.latency(), summary);
    var text = answer.text();
    return text != null && context.bodyWanted() ? result.withBody(text) : result;
  }

  private static CheckResult measured(CheckResult result, WebSocketExchange exchange) {
    if (exchange.status() == 0) {
      return result;
    }
    var samples = new ArrayList<Sample>();
    samples.add(Sample.gauge("http_status_code", exchange.status()));
    if (exchange.status() == WebSocketHandshake.SWITCHING) {
      samples.add(Sample.gauge("websocket_messages_received", exchange.messages()));
      samples.add(Sample.gauge("websocket_received_bytes", (double) exchange.bytes()));
    }
    var described =
        result.withDetail("status_code", String.valueOf(exchange.status())).withSamples(samples);
    var subprotocol = exchange.subprotocol();
    if (subprotocol != null) {
      described = described.withDetail("subprotocol", subprotocol);
    }
    return exchange.closeCode() == 0
        ? described
        : described.withDetail("close_code", String.valueOf(exchange.closeCode()));
  }

  /** The connections that are open, for tests. */
  int connections() {
    return client.connectionPool().connectionCount();
  }

  /** The URL, without its query. */
  @Override
  public String toString() {
    return plan.toString();
  }

  /** Builds a {@link WebSocketCheck}. Confine to one thread. */
  public static final class Builder {
    private static final Pattern SCHEME = Pattern.compile("(?i)wss?://.*", Pattern.DOTALL);
    private static final String EXAMPLE = "wss://example.com/live";
    private static final int MOST_SENT = 16;
    private static final int LARGEST_SENT = 1 << 16;
    private static final Duration GOOD_BYE = Duration.ofSeconds(1);

    private final HttpPlan.Draft http;
    private final boolean webSocket;
    private final List<String> subprotocols = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Problem> refused = new ArrayList<>();
    private WebSocketPlan.Expected expected = WebSocketPlan.Expected.NOTHING;
    private Duration goodBye = GOOD_BYE;
    private HttpClients.@Nullable Environment environment;

    private Builder(String url) {
      this.webSocket = SCHEME.matcher(url).matches();
      this.http = new HttpPlan.Draft("GET", webSocket ? "http" + url.substring(2) : url);
    }

    /** Sends a header with the handshake; a second call with the same name sends both. */
    public Builder header(String name, String value) {
      if (requireNonNull(name, "name").toLowerCase(Locale.ROOT).startsWith("sec-websocket-")) {
        refused.add(
            new Problem("", "headers." + name, "cannot be set: the check decides about it"));
      } else {
        http.header(name, requireNonNull(value, "value"));
      }
      return this;
    }

    /** Sends a header whose value is a secret, such as {@code Cookie}. */
    public Builder header(String name, Secret value) {
      return header(name, value.reveal());
    }

    /** Sends a user name and a password with the handshake. */
    public Builder basicAuth(String user, Secret password) {
      http.basic(requireNonNull(user, "user"), requireNonNull(password, "password"));
      return this;
    }

    /** Sends a bearer token with the handshake. */
    public Builder bearer(Secret token) {
      http.bearer(requireNonNull(token, "token"));
      return this;
    }

    /**
     * Asks for a subprotocol, and for those of other calls, best first; the server must agree to
     * one of them. Default: none, and it may not name one.
     *
     * @param name such as {@code graphql-transport-ws}
     */
    public Builder subprotocol(String name) {
      subprotocols.add(requireNonNull(name, "name"));
      return this;
    }

    /**
     * Sends a text message once the WebSocket is open, after those of earlier calls.
     *
     * @param message at most 64 KiB; at most 16 messages
     */
    public Builder send(String message) {
      messages.add(requireNonNull(message, "message"));
      return this;
    }

    /** Sends a text message that is a secret, such as one that logs in. */
    public Builder send(Secret message) {
      return send(message.reveal());
    }

    /** Waits for a text message that is exactly this. Only one thing can be waited for. */
    public Builder expectText(String text) {
      return expect(WebSocketPlan.Kind.EQUAL, requireNonNull(text, "text"));
    }

    /** Waits for a text message that contains this. Only one thing can be waited for. */
    public Builder expectContaining(String text) {
      return expect(WebSocketPlan.Kind.CONTAINING, requireNonNull(text, "text"));
    }

    /** Waits for any message, text or not. Only one thing can be waited for. */
    public Builder expectMessage() {
      return expect(WebSocketPlan.Kind.ANY, "");
    }

    private Builder expect(WebSocketPlan.Kind kind, String text) {
      if (!expected.isNothing()) {
        refused.add(
            new Problem(
                "",
                kind.option,
                "excludes " + expected.kind().option + ": only one message can be waited for"));
      }
      expected = new WebSocketPlan.Expected(kind, text);
      return this;
    }

    /** Warns when the latency is longer than this; default: never. */
    public Builder warnAbove(Duration latency) {
      http.bounds = http.bounds.warnAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Fails when the latency is longer than this; default: never. */
    public Builder failAbove(Duration latency) {
      http.bounds = http.bounds.failAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Which addresses may be connected to; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      http.egress = requireNonNull(policy, "policy");
      return this;
    }

    /** Replaces how long the server has to close, for tests. */
    Builder goodBye(Duration patience) {
      this.goodBye = patience;
      return this;
    }

    /** Replaces the resolver and the trusted certificates, for tests. */
    Builder environment(HttpClients.Environment environment) {
      this.environment = environment;
      return this;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (!webSocket) {
        problems.add(new Problem("", "url", "must begin with ws:// or wss://, like " + EXAMPLE));
      }
      http.problems().stream()
          .filter(problem -> webSocket || !problem.key().equals("url"))
          .map(Builder::forWebSocket)
          .forEach(problems::add);
      problems.addAll(refused);
      if (!subprotocols.stream().allMatch(name -> HttpPlan.Draft.TOKEN.matcher(name).matches())) {
        problems.add(
            new Problem(
                "",
                "subprotocols",
                "must be 1 to 100 letters, digits and hyphens each, without blanks"));
      }
      if (subprotocols.stream().distinct().count() < subprotocols.size()) {
        problems.add(new Problem("", "subprotocols", "must not name one twice"));
      }
      judgeMessages(problems);
      return problems;
    }

    private static Problem forWebSocket(Problem problem) {
      return problem.key().equals("url")
          ? new Problem("", "url", problem.message().replace("https://example.com/health", EXAMPLE))
          : problem;
    }

    private void judgeMessages(List<Problem> problems) {
      if (messages.size() > MOST_SENT) {
        problems.add(
            new Problem(
                "",
                "send",
                "must be at most " + MOST_SENT + " messages, but are " + messages.size()));
      }
      if (messages.stream().anyMatch(Builder::isTooLarge)) {
        problems.add(
            new Problem("", "send", "must be messages of at most " + LARGEST_SENT + " bytes"));
      }
      if (expected.kind() == WebSocketPlan.Kind.CONTAINING && expected.text().isEmpty()) {
        problems.add(
            new Problem("", "expect-containing", "must not be empty: every text contains that"));
      }
    }

    private static boolean isTooLarge(String message) {
      return message.length() > LARGEST_SENT
          || message.getBytes(StandardCharsets.UTF_8).length > LARGEST_SENT;
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed, without any value
     *     that might be a secret
     */
    public WebSocketCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      var plan =
          new WebSocketPlan(
              http.plan(), List.copyOf(subprotocols), List.copyOf(messages), expected, goodBye);
      return new WebSocketCheck(
          plan, environment == null ? HttpClients.Environment.system() : environment);
    }
  }
}
