package dev.pulse.samples.server.environment;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads environment variables and notes every problem, so that all are reported together. A problem
 * never repeats the value: the variable next to it may be a secret that was pasted into the wrong
 * place. Confine to one thread.
 */
public final class Environment {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private final Map<String, String> variables;
  private final List<Problem> problems = new ArrayList<>();

  /** The variables by name; those that are blank count as unset. */
  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The value without surrounding blanks; empty when unset or blank. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The value as something else; what the parser refuses is noted with its message. */
  public <T> Optional<T> parsed(String name, Function<String, T> parse) {
    return parsed(name, text(name), parse);
  }

  /** The same of the value as it was given, with the blanks around it; empty when blank. */
  public <T> Optional<T> verbatim(String name, Function<String, T> parse) {
    var value = Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
    return parsed(name, value, parse);
  }

  private <T> Optional<T> parsed(String name, Optional<String> value, Function<String, T> parse) {
    try {
      return value.map(parse);
    } catch (IllegalArgumentException e) {
      note(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  public int whole(String name, int fallback, int lowest, int highest) {
    return whole(name, fallback, lowest, highest, Integer.toString(highest));
  }

  /** A whole number whose upper bound has a name of its own. */
  public int whole(String name, int fallback, int lowest, int highest, String highestName) {
    return parsed(
            name,
            text -> {
              int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
              require(
                  value >= lowest && value <= highest,
                  "must be a whole number from " + lowest + " to " + highestName);
              return value;
            })
        .orElse(fallback);
  }

  /**
   * A decimal number.
   *
   * @param allowed what is allowed, as it follows {@code must be}
   */
  public Optional<BigDecimal> decimal(
      String name, Function<BigDecimal, Boolean> holds, String allowed) {
    return parsed(
        name,
        text -> {
          require(DECIMAL.matcher(text).matches(), "must be " + allowed);
          var value = new BigDecimal(text);
          require(holds.apply(value), "must be " + allowed);
          return value;
        });
  }

  public boolean bool(String name, boolean fallback) {
    return parsed(
            name,
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException("must be true or false");
                })
        .orElse(fallback);
  }

  /** Whether something is wrong with a variable that was read. */
  public boolean refused(String name) {
    return problems.stream().anyMatch(problem -> problem.key().equals(name));
  }

  public void note(String name, String message) {
    problems.add(new Problem("", name, message));
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigurationException with every problem that was noted
   */
  public void finish() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
