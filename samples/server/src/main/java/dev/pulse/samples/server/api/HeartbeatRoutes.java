package dev.pulse.samples.server.api;

import dev.pulse.core.check.HeartbeatReport;
import dev.pulse.core.check.Heartbeats;
import dev.pulse.samples.server.web.Guesses;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where jobs report: {@code POST /heartbeats/{check}/start}, {@code /success}, {@code /failure}, or
 * the exit code itself. A caller without the token of the check learns nothing, not even whether
 * there is such a check.
 */
final class HeartbeatRoutes implements ServerExtension {
  /** How long an answer waits for the judgement; the report is stored in any case. */
  private static final long PATIENCE_SECONDS = 2;

  private static final Logger log = LoggerFactory.getLogger(HeartbeatRoutes.class);

  private final Heartbeats heartbeats;
  private final ReportRate rate;

  HeartbeatRoutes(Heartbeats heartbeats) {
    this(heartbeats, new ReportRate(System::nanoTime));
  }

  HeartbeatRoutes(Heartbeats heartbeats, ReportRate rate) {
    this.heartbeats = heartbeats;
    this.rate = rate;
  }

  @Override
  public void install(Routes routes) {
    var guesses = routes.guesses();
    routes.report("/heartbeats/{check}/{report}", request -> report(request, guesses));
  }

  private Response report(Request request, Guesses guesses) {
    var check = request.path("check");
    requireToken(request, check, guesses);
    var report = parse(request).withOutput(request.bodyForPeople());
    long wait = rate.take(check);
    if (wait > 0) {
      throw HttpError.of(429, "Too many reports")
          .withDetail("A job may report once a second; try again in " + wait + " s.")
          .withHeader("Retry-After", String.valueOf(wait));
    }
    var acknowledged = Response.empty(204);
    return Response.later(
        heartbeats
            .report(check, report)
            .handle(
                (outcome, failure) -> {
                  if (failure != null) {
                    log.debug("A report of {} is stored and was not judged", check, failure);
                  }
                  return acknowledged;
                })
            .completeOnTimeout(acknowledged, PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private void requireToken(Request request, String check, Guesses guesses) {
    var token = request.token();
    if (token.isPresent()) {
      var judged =
          guesses.token(
              Guesses.Place.API,
              request,
              token.get(),
              () -> Optional.of(check).filter(name -> heartbeats.accepts(name, token.get())));
      if (judged.isLimited()) {
        throw Guesses.tooMany(judged.pause());
      }
      if (judged.right().isPresent()) {
        return;
      }
    }
    throw HttpError.of(401, "Unauthorized")
        .withDetail(
            "A report needs the header \"Authorization: Bearer\" with the token of its heartbeat"
                + " check.")
        .withHeader("WWW-Authenticate", "Bearer realm=\"Pulse heartbeats\"");
  }

  private static HeartbeatReport parse(Request request) {
    var word = request.path("report");
    if (word.equals("failure")) {
      var code = request.query("exit-code").number("exit-code", 0, 255);
      return code.isPresent()
          ? HeartbeatReport.failed((int) code.getAsLong())
          : HeartbeatReport.failed();
    }
    request.query();
    return switch (word) {
      case "start" -> HeartbeatReport.started();
      case "success" -> HeartbeatReport.succeeded();
      default -> ended(word);
    };
  }

  private static HeartbeatReport ended(String code) {
    if (code.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(code) <= 255) {
      return HeartbeatReport.ended(Integer.parseInt(code));
    }
    throw HttpError.invalid("report", "start, success, failure, or an exit code 0 to 255", code);
  }
}
