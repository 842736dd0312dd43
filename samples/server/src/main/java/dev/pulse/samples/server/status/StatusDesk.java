package dev.pulse.samples.server.status;

import dev.pulse.api.store.Uptime;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what is asked about one page. Thread-safe. */
final class StatusDesk {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration BEARABLE = Duration.ofMinutes(5);
  private static final int MONTH = 30;
  private static final String HTML = "text/html; charset=utf-8";
  private static final String FIELD = "token=";

  /** Stricter than the server's: there is no script at all. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private final StatusPage page;
  private final @Nullable PageKey key;
  private final Cached<StatusBoard.Reading> reading;
  private final Cached<String> html;

  StatusDesk(Pulse pulse, StatusPage page, List<AccessToken> tokens) {
    this.page = page;
    this.key =
        page.token()
            .map(token -> new PageKey(page.name(), token, tokens, pulse.clock()))
            .orElse(null);
    var board = new StatusBoard(pulse, page);
    this.reading = new Cached<>(pulse.clock(), FRESH, BEARABLE, board::read);
    this.html =
        new Cached<>(
            pulse.clock(), FRESH, BEARABLE, () -> new PageWriter(page, reading.get()).write());
  }

  Response page(Request request) {
    var verdict = verdict(request);
    if (verdict != PageKey.Verdict.RIGHT) {
      return form(verdict, request.token().isPresent());
    }
    return kept(request, Response.html(html.get())).withHeader("Content-Security-Policy", POLICY);
  }

  Response json(Request request) {
    request.query();
    requireRight(request);
    return kept(request, Response.json(reading.get().report()));
  }

  Response badge(Request request) {
    request.query();
    requireRight(request);
    var report = reading.get().report();
    var standing = Standing.valueOf(report.status().toUpperCase(Locale.ROOT));
    return picture(request, Badge.svg(page.title(), report.sentence(), standing));
  }

  Response uptimeBadge(Request request) {
    int days =
        (int)
            request
                .query("days")
                .number("days", 1, page.days())
                .orElse(Math.min(MONTH, page.days()));
    requireRight(request);
    var spent = reading.get().uptime(days);
    return picture(
        request,
        Badge.svg(
            "uptime " + days + (days == 1 ? " day" : " days"),
            Spoken.share(spent.ratio()),
            colour(spent)));
  }

  private static Standing colour(Uptime spent) {
    var ratio = spent.ratio();
    if (ratio.isEmpty()) {
      return Standing.UNKNOWN;
    }
    double share = ratio.getAsDouble();
    return share >= 0.99 ? Standing.UP : share >= 0.95 ? Standing.DEGRADED : Standing.DOWN;
  }

  /** The form was sent. */
  Response enter(Request request) {
    if (key == null) {
      throw new IllegalStateException("a page without a token has no form");
    }
    var verdict = token(request.bodyForPeople()).map(key::judge).orElse(PageKey.Verdict.WRONG);
    if (verdict != PageKey.Verdict.RIGHT) {
      return form(verdict, true);
    }
    return Response.empty(303)
        .withHeader("Location", page.name())
        .withHeader("Set-Cookie", key.remember(request));
  }

  private static Optional<String> token(String body) {
    for (String field : body.split("&", -1)) {
      if (field.startsWith(FIELD)) {
        try {
          return Optional.of(
              URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
          // Not the form of a form: whatever it is, it is not the token.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private PageKey.Verdict verdict(Request request) {
    return key == null ? PageKey.Verdict.RIGHT : key.judge(request);
  }

  private void requireRight(Request request) {
    var verdict = verdict(request);
    if (verdict == PageKey.Verdict.TOO_MANY) {
      throw HttpError.of(429, "Too many wrong tokens")
          .withDetail("Wait for a minute.")
          .withHeader("Retry-After", Long.toString(Guesses.SPAN.toSeconds()));
    }
    if (verdict == PageKey.Verdict.WRONG) {
      throw HttpError.of(401, "Unauthorized")
          .withDetail(
              "This page needs the header \"Authorization: Bearer\" with its token, or Basic with"
                  + " the token as password.")
          .withHeader("WWW-Authenticate", "Basic realm=\"Status page\", charset=\"UTF-8\"");
    }
  }

  /** Without a challenge: browsers would ask in a window of their own, and never show the form. */
  private Response form(PageKey.Verdict verdict, boolean tried) {
    boolean many = verdict == PageKey.Verdict.TOO_MANY;
    var text =
        PageWriter.form(
            page.name(),
            many
                ? "Too many wrong tokens were sent. Wait for a minute."
                : tried ? "That is not the token of this page." : "");
    var answer =
        Response.text(many ? 429 : 401, HTML, text)
            .withHeader("Content-Security-Policy", POLICY)
            // Without it browsers send the form from nowhere, and the server refuses it.
            .withHeader("Referrer-Policy", "same-origin");
    return many
        ? answer.withHeader("Retry-After", Long.toString(Guesses.SPAN.toSeconds()))
        : answer;
  }

  private Response picture(Request request, String svg) {
    return kept(request, Response.text(200, "image/svg+xml; charset=utf-8", svg))
        .withHeader("Content-Security-Policy", "default-src 'none'")
        // Other people's pages show it; a private one wants a token all the same.
        .withHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** For a minute; a private page only by the browser of who may see it. */
  private Response kept(Request request, Response response) {
    var known = response.unlessKnown(request);
    return key == null
        ? known.withHeader("Cache-Control", "public, max-age=60")
        : known
            .withHeader("Cache-Control", "private, max-age=60")
            .withHeader("Vary", "Authorization, Cookie");
  }
}
