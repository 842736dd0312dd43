package dev.pulse.core.check;

import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One run of an {@link HttpCheck}: the token where one is needed, then the target. Knows whose
 * failure a failure is: the target's, the proxy's or the token endpoint's. Confine to one thread.
 */
final class HttpRun {
  private static final Pattern ALERT =
      Pattern.compile(
          "received fatal alert: (bad_certificate|unsupported_certificate|certificate_[a-z]+"
              + "|unknown_ca|access_denied)");
  private static final int UNAUTHORIZED = 401;

  /** Failures that are not the target's already, whoever was asked. */
  private static final Set<Reason> NOT_THE_TARGETS =
      Set.of(Reason.DENIED, Reason.ERROR, Reason.PROXY);

  private final HttpPlan plan;
  private final OkHttpClient client;
  private final HttpClients.Environment environment;
  private final @Nullable AccessTokens tokens;
  private final Deadline deadline;
  private final boolean bodyWanted;
  private final HttpTimeline timeline;
  private @Nullable HttpTimeline tokenTimeline;
  private Duration fetching = Duration.ZERO;

  HttpRun(
      HttpPlan plan,
      OkHttpClient client,
      HttpClients.Environment environment,
      @Nullable AccessTokens tokens,
      Deadline deadline,
      boolean bodyWanted) {
    this.plan = plan;
    this.client = client;
    this.environment = environment;
    this.tokens = tokens;
    this.deadline = deadline;
    this.bodyWanted = bodyWanted;
    this.timeline = new HttpTimeline(plan.url.host());
  }

  /** What happened with the target. */
  HttpTimeline timeline() {
    return timeline;
  }

  /** How long each phase took. */
  List<Sample> samples() {
    return timeline.stopwatch().samples(deadline.elapsed());
  }

  /** Asks the target; once more when it does not accept a token of an earlier run. */
  HttpExchange.Answer answer() throws IOException {
    if (tokens == null) {
      return ask(null);
    }
    var access = token(tokens);
    var answer = ask(access);
    if (answer.status() != UNAUTHORIZED || plan.accepted.contains(UNAUTHORIZED)) {
      return answer;
    }
    tokens.drop(access);
    return access.old() ? ask(token(tokens)) : answer;
  }

  private HttpExchange.Answer ask(AccessTokens.@Nullable Access access) throws IOException {
    var run = HttpClients.forRun(client, environment, deadline, timeline);
    var authorization = access == null ? null : "Bearer " + access.secret().reveal();
    return new HttpExchange(plan, run, timeline, deadline, fetching, bodyWanted).run(authorization);
  }

  private AccessTokens.Access token(AccessTokens from) throws IOException {
    var before = deadline.elapsed();
    var asking = new HttpTimeline(from.host());
    asking.stopwatch().begin(Phase.TOKEN);
    tokenTimeline = asking;
    timeline.stopwatch().begin(Phase.TOKEN);
    try {
      var access = from.get(HttpClients.forRun(client, environment, deadline, asking), deadline);
      tokenTimeline = null;
      return access;
    } finally {
      timeline.stopwatch().end();
      fetching = fetching.plus(deadline.elapsed()).minus(before);
    }
  }

  /** An answer of the target, as it is told when somebody stood in between. */
  CheckResult judged(CheckResult result) {
    return plan.proxy == null ? result : plan.proxy.through(result);
  }

  /**
   * The result of a run that ended in an exception.
   *
   * @throws InterruptedException when the thread was interrupted for another reason than the
   *     deadline
   */
  CheckResult failed(IOException failure, CheckContext context) throws InterruptedException {
    var asked = tokenTimeline == null ? timeline : tokenTimeline;
    var where = asked.situation();
    var plain = certificateTrouble(Failures.result(failure, context, deadline, where), failure);
    if (plan.proxy != null) {
      plain = plan.proxy.judge(plain, failure, where, asked.secure());
    }
    if (tokenTimeline != null && tokens != null) {
      return noToken(plain, failure, tokens.host());
    }
    return plain.status() == Status.UNKNOWN
        ? plain
        : plain.withLatency(deadline.elapsed().minus(fetching));
  }

  /** Whatever went wrong before there was a token, the target was not asked. */
  private static CheckResult noToken(CheckResult plain, IOException failure, String host) {
    var answered = Failures.find(failure, TokenException.class);
    var words = answered.map(TokenException::getMessage).orElse(plain.summary());
    var reason = plain.reason().filter(NOT_THE_TARGETS::contains).orElse(Reason.OAUTH2);
    return CheckResult.unknown(
        answered.isPresent() ? Reason.OAUTH2 : reason, "no token from " + host + ": " + words);
  }

  /**
   * Servers say "bad certificate" when they got none, and many just hang up. With TLSv1.3 they do
   * so after the handshake, where only an alert tells a certificate from any other trouble.
   */
  private CheckResult certificateTrouble(CheckResult plain, IOException failure) {
    var asked = tokenTimeline == null ? timeline : tokenTimeline;
    var where = asked.situation();
    boolean broken =
        plain.reason().filter(Set.of(Reason.TLS, Reason.RESET)::contains).isPresent()
            && Failures.find(failure, SSLPeerUnverifiedException.class).isEmpty()
            && (where.phase() == Phase.TLS || where.phase() == Phase.FIRST_BYTE);
    if (broken && asked.certificateMissed()) {
      return CheckResult.fail(
          Reason.TLS, "the server demands a client certificate, and has got none" + where.at());
    }
    var alert = ALERT.matcher(TlsWords.of(failure).toLowerCase(Locale.ROOT));
    boolean alerted = alert.find();
    return broken && asked.certificateShown() && (alerted || where.phase() == Phase.TLS)
        ? CheckResult.fail(
            Reason.TLS,
            "the server does not accept the client certificate"
                + (alerted ? " (" + alert.group(1) + ")" : "")
                + where.at())
        : plain;
  }
}
