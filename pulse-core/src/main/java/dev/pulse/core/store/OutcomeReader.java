package dev.pulse.core.store;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Makes outcomes of stored results, within one transaction. */
final class OutcomeReader {
  private final Session session;
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, String> texts = new HashMap<>();
  private final Map<Long, SampleShape> shapes = new HashMap<>();

  OutcomeReader(Session session) {
    this.session = session;
  }

  Outcome outcome(long registration, StoredResult stored) throws SQLException {
    try {
      var extra = OutcomeExtra.parse(stored.extra);
      var outcome =
          Outcome.builder(
                  name(registration),
                  stored.runId,
                  Instant.ofEpochMilli(stored.started),
                  extra.addTo(result(stored)))
              .took(micros(stored.took))
              .late(micros(stored.late))
              .attempt(stored.attempt)
              .instance(text(stored.instance))
              .log(extra.log())
              .validFor(Duration.ofMillis(stored.validFor));
      if (stored.maintenance != 0) {
        outcome.maintenance(text(stored.maintenance));
      }
      return outcome.build();
    } catch (RuntimeException e) {
      throw new DamagedException("a result", e);
    }
  }

  private CheckResult result(StoredResult stored) throws SQLException {
    var result = plain(stored, StatusNumbers.status(stored.status));
    if (stored.latency != StoredResult.NO_LATENCY) {
      result = result.withLatency(Duration.ofNanos(stored.latency));
    }
    if (stored.shape != 0) {
      result = result.withSamples(shape(stored.shape).samples(stored.numbers));
    }
    return result;
  }

  private CheckResult plain(StoredResult stored, Status status) throws SQLException {
    if (status == Status.PASS) {
      return CheckResult.pass(stored.summary);
    }
    var reason = Reason.of(text(stored.reason));
    return switch (status) {
      case WARN -> CheckResult.warn(reason, stored.summary);
      case FAIL -> CheckResult.fail(reason, stored.summary);
      default -> CheckResult.unknown(reason, stored.summary);
    };
  }

  SampleShape shape(long id) throws SQLException {
    var shape = shapes.get(id);
    if (shape == null) {
      shape = SampleShape.parse(text(id));
      shapes.put(id, shape);
    }
    return shape;
  }

  private String name(long registration) throws SQLException {
    var name = names.get(registration);
    if (name == null) {
      name =
          session
              .first(
                  "SELECT name FROM registration WHERE id = ?",
                  row -> session.text(row, 1),
                  registration)
              .orElseThrow(() -> new DamagedException("a result"));
      names.put(registration, name);
    }
    return name;
  }

  private String text(long term) throws SQLException {
    var text = texts.get(term);
    if (text == null) {
      text =
          session
              .first("SELECT text FROM term WHERE id = ?", row -> session.text(row, 1), term)
              .orElseThrow(() -> new DamagedException("a result"));
      texts.put(term, text);
    }
    return text;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(Math.multiplyExact(micros, 1_000));
  }
}
