package dev.pulse.samples.server.status;

import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Prepared;
import dev.pulse.samples.server.web.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The badges of a page and of its checks, each found out once for all who ask. Thread-safe. */
final class Badges {
  private static final int MOST_KEPT = 1_000;
  private static final Duration SELDOM = Duration.ofMinutes(10);
  private static final double GOOD = 0.99;
  private static final double FAIR = 0.95;
  private static final double WELL_KNOWN = 0.99;
  private static final double MEDIAN = 0.5;

  private final Pulse pulse;
  private final StatusPage page;
  private final Supplier<StatusBoard.Reading> reading;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Cached<Prepared>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cached<Prepared>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  Badges(Pulse pulse, StatusPage page, Supplier<StatusBoard.Reading> reading) {
    this.pulse = pulse;
    this.page = page;
    this.reading = reading;
  }

  /** How the group stands. */
  Prepared state() {
    // From the reading, which is kept: there is nothing more to find out.
    var report = reading.get().report();
    return prepared(Badge.svg(page.title(), report.sentence(), Standing.of(report.status())));
  }

  /** How a check stands. */
  Prepared state(StatusBoard.Shown check) {
    return prepared(Badge.svg(check.name(), check.standing().text(), check.standing()));
  }

  /** For how much of the known time the group was up. */
  Prepared uptime(Span span) {
    var checks = reading.get().checks().values();
    // Thousands of checks are not read again for each visitor of half a minute.
    var fresh = checks.size() <= StatusBoard.MOST_LISTED ? StatusDesk.FRESH : SELDOM;
    return kept(
        "uptime " + span.word(),
        fresh,
        () -> uptime(page.title(), reading.get().checks().values(), span));
  }

  /** For how much of the known time a check was up. */
  Prepared uptime(StatusBoard.Shown check, Span span) {
    return kept(
        "uptime " + span.word() + " " + check.id() + " " + check.name(),
        StatusDesk.FRESH,
        () -> uptime(check.name(), List.of(check), span));
  }

  private String uptime(String label, Collection<StatusBoard.Shown> checks, Span span) {
    var now = pulse.clock().instant();
    var spent = Uptime.NONE;
    for (StatusBoard.Shown check : checks) {
      spent = spent.plus(pulse.journal().uptime(check.check(), now.minus(span.length()), now));
    }
    return Badge.svg(label, said(spent, checks.size(), span), colour(spent.ratio()));
  }

  /** A share of two hours is not passed off as one of a month. */
  private static String said(Uptime spent, int checks, Span span) {
    var share = Spoken.share(spent.ratio());
    if (spent.ratio().isEmpty()) {
      return "not known, " + span.text();
    }
    var known = spent.total().minus(spent.unknown());
    boolean well = known.toMillis() >= WELL_KNOWN * spent.total().toMillis();
    return share
        + " up, "
        + (well ? "" : Spoken.duration(known.dividedBy(checks)) + " known of ")
        + span.text();
  }

  private static Standing colour(OptionalDouble ratio) {
    if (ratio.isEmpty()) {
      return Standing.UNKNOWN;
    }
    double share = ratio.getAsDouble();
    return share >= GOOD ? Standing.UP : share >= FAIR ? Standing.DEGRADED : Standing.DOWN;
  }

  /** How long a check takes, in the middle. */
  Prepared latency(StatusBoard.Shown check, Span span) {
    return kept(
        "latency " + span.word() + " " + check.id() + " " + check.name(),
        StatusDesk.FRESH,
        () -> latencyOf(check, span));
  }

  private String latencyOf(StatusBoard.Shown check, Span span) {
    var now = pulse.clock().instant();
    var values =
        pulse
            .journal()
            .distribution(check.check(), Signal.latency(), now.minus(span.length()), now);
    var median = values.quantile(MEDIAN);
    return Badge.svg(
        check.name(),
        median.isEmpty()
            ? "latency not known, " + span.text()
            : "median " + Spoken.milliseconds(median.getAsDouble()) + ", " + span.text(),
        median.isEmpty() ? Standing.UNKNOWN : Standing.MAINTENANCE);
  }

  private Prepared kept(String key, Duration fresh, Supplier<String> svg) {
    return cached(key, fresh, svg).get();
  }

  private Cached<Prepared> cached(String key, Duration fresh, Supplier<String> svg) {
    lock.lock();
    try {
      return kept.computeIfAbsent(
          key,
          any -> new Cached<>(pulse.clock(), fresh, SELDOM, () -> page, () -> prepared(svg.get())));
    } finally {
      lock.unlock();
    }
  }

  private static Prepared prepared(String svg) {
    return Prepared.of(Response.text(200, "image/svg+xml; charset=utf-8", svg));
  }
}
