package dev.pulse.samples.app.config;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Durations;
import dev.pulse.api.incident.Incident;
import dev.pulse.core.alerting.Backtest;
import dev.pulse.core.plugin.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A story of results, and which incidents are to be open when. Immutable.
 *
 * @param name what it is called
 * @param registration whose rules are tested
 * @param start when it begins
 * @param outcomes the story, oldest first
 * @param expectations what is to be open, in the order of the file
 */
public record RuleTest(
    String name,
    Registration registration,
    Instant start,
    List<Outcome> outcomes,
    List<Expectation> expectations) {
  /** A story; keeps copies of the lists. */
  public RuleTest {
    outcomes = List.copyOf(outcomes);
    expectations = List.copyOf(expectations);
  }

  /**
   * Exactly what is to be open.
   *
   * @param at how long after the beginning; a result of that moment is in already
   */
  public record Expectation(Duration at, List<Wanted> open) {
    /** An expectation; keeps a copy of the list. */
    public Expectation {
      open = List.copyOf(open);
    }
  }

  /** An incident that is to be open; what is empty may be anything. */
  public record Wanted(
      String rule,
      Optional<String> subject,
      Optional<Severity> severity,
      Map<String, String> labels,
      Map<String, String> annotations) {
    /** An incident; keeps copies of the maps. */
    public Wanted {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    private boolean isMeant(Incident incident) {
      return incident.rule().equals(rule) && incident.subject().equals(subject);
    }

    @Override
    public String toString() {
      return rule + subject.map(name -> " (" + name + ")").orElse("");
    }
  }

  /**
   * Reads the tests of a file.
   *
   * @throws dev.pulse.api.config.ConfigurationException with all problems of the file, or of the
   *     configuration that it names
   */
  public static List<RuleTest> load(Path file, Map<String, String> environment, Plugins plugins) {
    return new RuleTestReader(file, environment, plugins).read(ConfigurationText.of(file));
  }

  /** What is not as expected, a line each; nothing when all is. */
  public List<String> differences() {
    var differences = new ArrayList<String>();
    for (Expectation expectation : expectations) {
      var until = start.plus(expectation.at());
      var past = outcomes.stream().filter(o -> !o.started().isAfter(until)).toList();
      compare(expectation, Backtest.of(registration, past).open(), differences);
    }
    return differences;
  }

  private static void compare(
      Expectation expectation, List<Incident> open, List<String> differences) {
    var at = "at " + Durations.format(expectation.at()) + ": ";
    var left = new ArrayList<>(open);
    for (Wanted wanted : expectation.open()) {
      var found = left.stream().filter(wanted::isMeant).findFirst();
      if (found.isEmpty()) {
        differences.add(at + wanted + " is expected to be open, and is not");
        continue;
      }
      left.remove(found.get());
      differ(at + wanted, wanted, found.get(), differences);
    }
    for (Incident incident : left) {
      differences.add(
          at
              + incident.rule()
              + incident.subject().map(name -> " (" + name + ")").orElse("")
              + " is open, and is not expected: "
              + incident.alert().text());
    }
  }

  private static void differ(
      String which, Wanted wanted, Incident incident, List<String> differences) {
    wanted
        .severity()
        .filter(severity -> severity != incident.severity())
        .ifPresent(
            severity ->
                differences.add(
                    which
                        + ": severity is expected to be "
                        + word(severity)
                        + ", but is "
                        + word(incident.severity())));
    differ(which + ": label ", wanted.labels(), incident.labels().asMap(), differences);
    differ(which + ": annotation ", wanted.annotations(), incident.annotations(), differences);
  }

  private static void differ(
      String which,
      Map<String, String> wanted,
      Map<String, String> there,
      List<String> differences) {
    wanted.forEach(
        (name, value) -> {
          var found = there.get(name);
          if (!value.equals(found)) {
            differences.add(
                which
                    + name
                    + " is expected to be \""
                    + value
                    + "\", but "
                    + (found == null ? "is not there" : "is \"" + found + "\""));
          }
        });
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
