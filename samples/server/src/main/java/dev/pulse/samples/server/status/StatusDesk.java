package dev.pulse.samples.server.status;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.api.WatchedSince;
import dev.pulse.samples.server.web.Guesses;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Prepared;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers what is asked about one page. Thread-safe. */
final class StatusDesk {
  /** For how long an answer is good. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /** For how long an old one is better than to wait. */
  static final Duration BEARABLE = Duration.ofMinutes(5);

  /** Stricter than the server's: nothing of anybody else. */
  static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /** The page itself is read again now and then by its own script. */
  private static final String POLICY_OF_PAGE = POLICY + "; script-src 'self'; connect-src 'self'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String FIELD = "token=";

  private final StatusPage page;
  private final @Nullable PageKey key;
  private final Badges badges;
  private final Cached<StatusBoard.Reading> reading;
  private final Cached<Prepared> html;
  private final Cached<Prepared> json;
  private final Cached<Prepared> feed;

  /**
   * The desk of a page.
   *
   * @param key who may see it; null for everybody
   */
  StatusDesk(Pulse pulse, StatusPage page, WatchedSince watchedSince, @Nullable PageKey key) {
    this.page = page;
    this.key = key;
    var board = new StatusBoard(pulse, page, watchedSince);
    Supplier<?> work = () -> pulse.alerting().announcements();
    this.reading = new Cached<>(pulse.clock(), FRESH, BEARABLE, work, board::read);
    this.html = written(pulse, reading, it -> Response.html(new PageWriter(page, it).write()));
    this.json = written(pulse, reading, it -> Response.json(it.report()));
    this.feed = written(pulse, reading, it -> FeedWriter.response(page, it.report()));
    this.badges = new Badges(pulse, page, reading::get);
  }

  /** What hangs on a reading is written once for each. */
  private static Cached<Prepared> written(
      Pulse pulse,
      Cached<StatusBoard.Reading> reading,
      Function<StatusBoard.Reading, Response> writer) {
    return new Cached<>(
        pulse.clock(),
        BEARABLE,
        BEARABLE,
        reading::get,
        () -> Prepared.of(writer.apply(reading.get())));
  }

  StatusPage page() {
    return page;
  }

  /** Whether a caller may know of the page without sending its token. */
  boolean isKnownTo(Request request) {
    return key == null || key.knows(request);
  }

  /** What the page tells now: whoever shows it elsewhere says the same. */
  StatusBoard.Reading reading() {
    return reading.get();
  }

  Response page(Request request) {
    var verdict = verdict(request);
    if (!verdict.right()) {
      return form(verdict, request.token().isPresent());
    }
    return kept(request, html.get()).withHeader("Content-Security-Policy", POLICY_OF_PAGE);
  }

  Response json(Request request) {
    request.query();
    requireRight(request);
    return kept(request, json.get());
  }

  Response feed(Request request) {
    request.query();
    requireRight(request);
    return kept(request, feed.get());
  }

  Response badge(Request request) {
    request.query();
    requireRight(request);
    return picture(request, badges.state());
  }

  Response uptimeBadge(Request request) {
    var window = request.query("window").text("window");
    requireRight(request);
    return picture(request, badges.uptime(Span.parse(window, Span.MONTH, page)));
  }

  Response badgeOfCheck(Request request) {
    request.query();
    requireRight(request);
    return picture(request, badges.state(check(request)));
  }

  Response uptimeBadgeOfCheck(Request request) {
    var window = request.query("window").text("window");
    requireRight(request);
    return picture(request, badges.uptime(check(request), Span.parse(window, Span.MONTH, page)));
  }

  Response latencyBadgeOfCheck(Request request) {
    var window = request.query("window").text("window");
    requireRight(request);
    return picture(request, badges.latency(check(request), Span.parse(window, Span.DAY, page)));
  }

  /** What no page shows has no badge: the ids are those of this page. */
  private StatusBoard.Shown check(Request request) {
    var id = request.path("check");
    StatusBoard.@Nullable Shown shown = reading.get().checks().get(id);
    if (shown == null) {
      throw HttpError.of(404, "Not on this page")
          .withDetail("Nothing on this page has the id \"" + HttpError.shown(id) + "\".");
    }
    return shown;
  }

  /** The form was sent. */
  Response enter(Request request) {
    if (key == null) {
      throw new IllegalStateException("a page without a token has no form");
    }
    var verdict =
        token(request.bodyForPeople())
            .map(given -> key.judge(request, given))
            .orElse(PageKey.Verdict.WRONG);
    if (!verdict.right()) {
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
    if (verdict.isTooMany()) {
      throw Guesses.tooMany(verdict.pause());
    }
    if (!verdict.right()) {
      throw HttpError.of(401, "Unauthorized")
          .withDetail(
              "This page needs the header \"Authorization: Bearer\" with its token, or Basic with"
                  + " the token as password.")
          .withHeader("WWW-Authenticate", "Basic realm=\"Status page\", charset=\"UTF-8\"");
    }
  }

  /** Without a challenge: browsers would ask in a window of their own, and never show the form. */
  private Response form(PageKey.Verdict verdict, boolean tried) {
    boolean many = verdict.isTooMany();
    var seconds = Long.toString(Guesses.seconds(verdict.pause()));
    var text =
        PageFrame.form(
            page.name(),
            many
                ? "Too many wrong tokens were sent from here. Try again in " + seconds + " seconds."
                : tried ? "That is not the token of this page." : "");
    var answer =
        Response.text(many ? 429 : 401, HTML, text)
            .withHeader("Content-Security-Policy", POLICY)
            // Without it browsers send the form from nowhere, and the server refuses it.
            .withHeader("Referrer-Policy", "same-origin");
    return many ? answer.withHeader("Retry-After", seconds) : answer;
  }

  private Response picture(Request request, Prepared svg) {
    return kept(request, svg)
        .withHeader("Content-Security-Policy", "default-src 'none'")
        // Other people's pages show it; a private one wants a token all the same.
        .withHeader("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** For a minute; a private page only by the browser of who may see it. */
  private Response kept(Request request, Prepared prepared) {
    var answer = prepared.answer(request);
    return key == null
        ? answer.withHeader("Cache-Control", "public, max-age=60")
        : answer
            .withHeader("Cache-Control", "private, max-age=60")
            .withHeader("Vary", "Authorization, Cookie, Accept-Encoding");
  }
}
