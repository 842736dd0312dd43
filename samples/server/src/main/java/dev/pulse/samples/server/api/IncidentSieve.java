package dev.pulse.samples.server.api;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Incidents;
import dev.pulse.api.store.Page;
import dev.pulse.core.alerting.AlertFilter;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What callers want of the incidents that stores have no query for: a severity, labels, a text. It
 * looks at so many of them and no more for one answer, which then may have few, or none, and still
 * says where to go on. Immutable.
 */
final class IncidentSieve {
  private static final int READ_AT_ONCE = 500;
  private static final int MOST_READ = 5_000;
  private static final int LONGEST_TEXT = 200;

  private final List<Predicate<Incident>> wanted;

  private IncidentSieve(List<Predicate<Incident>> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  /**
   * What the parameters {@code severity}, {@code filter} and {@code text} ask for.
   *
   * @throws HttpError 400 when one of them is not of its form
   */
  static IncidentSieve of(Query parameters) {
    var wanted = new ArrayList<Predicate<Incident>>();
    parameters
        .text("severity")
        .map(IncidentSieve::severity)
        .ifPresent(severity -> wanted.add(incident -> incident.severity() == severity));
    parameters
        .text("filter")
        .map(IncidentSieve::filter)
        .ifPresent(filter -> wanted.add(incident -> filter.matches(labels(incident))));
    parameters.text("text").map(IncidentSieve::text).ifPresent(wanted::add);
    return new IncidentSieve(wanted);
  }

  private static Severity severity(String text) {
    return Arrays.stream(Severity.values())
        .filter(severity -> Mapping.word(severity).equals(text))
        .findFirst()
        .orElseThrow(() -> HttpError.invalid("severity", "critical, warning or info", text));
  }

  private static AlertFilter filter(String text) {
    try {
      return AlertFilter.of(Wishes.filter(text));
    } catch (IllegalArgumentException e) {
      throw Wishes.unreadable(text);
    }
  }

  /** As its alert has them, so that one filter finds both. */
  private static Labels labels(Incident incident) {
    var labels =
        incident
            .labels()
            .with("alertname", incident.rule())
            .with("check", incident.check())
            .with("severity", Mapping.word(incident.severity()));
    return incident.subject().map(subject -> labels.with("subject", subject)).orElse(labels);
  }

  private static Predicate<Incident> text(String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      throw HttpError.invalid("text", "1 to " + LONGEST_TEXT + " characters", text);
    }
    var folded = folded(text.strip());
    return incident ->
        folded(incident.title()).contains(folded)
            || folded(incident.check()).contains(folded)
            || folded(incident.rule()).contains(folded)
            || incident.subject().filter(subject -> folded(subject).contains(folded)).isPresent();
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether everything is wanted. */
  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /** The newest that are wanted, and the id below which the search goes on, if it does. */
  Page<Incident> page(Incidents incidents, IncidentQuery query, int limit) {
    var found = new ArrayList<Incident>();
    var rest = query.limit(READ_AT_ONCE);
    for (int read = 0; read < MOST_READ; read += READ_AT_ONCE) {
      var page = incidents.list(rest);
      for (Incident incident : page.items()) {
        if (wanted.stream().allMatch(wish -> wish.test(incident))) {
          found.add(incident);
          if (found.size() == limit) {
            return new Page<>(found, OptionalLong.of(incident.id()));
          }
        }
      }
      if (page.next().isEmpty()) {
        return new Page<>(found, OptionalLong.empty());
      }
      rest = rest.before(page.next().getAsLong());
    }
    return new Page<>(found, rest.before());
  }
}
