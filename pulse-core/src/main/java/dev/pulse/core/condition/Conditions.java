package dev.pulse.core.condition;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.core.check.HttpCheck;
import java.util.List;
import java.util.stream.Stream;

/**
 * Further demands on what a check found, beyond those that the check itself makes.
 *
 * <pre>{@code
 * Check shop =
 *     Conditions.failUnless("json('$.state') == 'ok'")
 *         .andWarnUnless("latency < 500")
 *         .on(HttpCheck.get("https://shop.example/health").build());
 * }</pre>
 *
 * <p>They are judged when the check passes or warns, and can only make that worse: {@link
 * dev.pulse.api.model.Status#FAIL} or {@link dev.pulse.api.model.Status#WARN} with the reason
 * {@code condition}, and a summary that says which condition does not hold and the values it saw.
 * So a status that the check does not accept stays a failure, whatever a condition says about it.
 * When a condition needs a name that the result does not have, the result is {@link
 * dev.pulse.api.model.Status#UNKNOWN} with the reason {@code no_data}, unless another one fails.
 * Samples, findings, details and latency stay as the check reported them.
 *
 * <p>Names: {@code latency} (milliseconds), {@code status} (the number of the detail {@code
 * status_code}), {@code reason} (its code, or an empty text when the check passes), {@code
 * summary}, {@code body} (what the target said, from checks that keep it), {@code days_to_expiry}
 * (of the certificate, by the clock of the run); then each sample without labels by its name; then
 * each detail by its key. A sample or a detail that is called like one before it is not reached.
 * {@link Condition} has the language.
 *
 * <p>Immutable and thread-safe.
 */
public final class Conditions {
  private final List<Condition> failUnless;
  private final List<Condition> warnUnless;

  private Conditions(List<Condition> failUnless, List<Condition> warnUnless) {
    this.failUnless = List.copyOf(failUnless);
    this.warnUnless = List.copyOf(warnUnless);
  }

  /**
   * Conditions that were read before; either list may be empty.
   *
   * @param failUnless without one of these the target fails
   * @param warnUnless without one of these somebody should look
   */
  public static Conditions of(List<Condition> failUnless, List<Condition> warnUnless) {
    return new Conditions(failUnless, warnUnless);
  }

  /**
   * One condition without which the target fails.
   *
   * @throws IllegalArgumentException as {@link Condition#of}
   */
  public static Conditions failUnless(String expression) {
    return new Conditions(List.of(Condition.of(expression)), List.of());
  }

  /**
   * One condition without which somebody should look.
   *
   * @throws IllegalArgumentException as {@link Condition#of}
   */
  public static Conditions warnUnless(String expression) {
    return new Conditions(List.of(), List.of(Condition.of(expression)));
  }

  /**
   * These and one more condition without which the target fails.
   *
   * @throws IllegalArgumentException as {@link Condition#of}
   */
  public Conditions andFailUnless(String expression) {
    return new Conditions(and(failUnless, expression), warnUnless);
  }

  /**
   * These and one more condition without which somebody should look.
   *
   * @throws IllegalArgumentException as {@link Condition#of}
   */
  public Conditions andWarnUnless(String expression) {
    return new Conditions(failUnless, and(warnUnless, expression));
  }

  private static List<Condition> and(List<Condition> conditions, String expression) {
    return Stream.concat(conditions.stream(), Stream.of(Condition.of(expression))).toList();
  }

  /**
   * A check that asks what another asks, and holds the answer against these conditions.
   *
   * @throws IllegalArgumentException when a condition needs the body, and the check is an {@link
   *     HttpCheck} that ignores it
   */
  public Check on(Check check) {
    requireNonNull(check, "check");
    var readers =
        Stream.concat(failUnless.stream(), warnUnless.stream())
            .filter(Condition::readsBody)
            .toList();
    if (!readers.isEmpty() && check.unwrapped() instanceof HttpCheck http && http.ignoresBody()) {
      throw new IllegalArgumentException(
          "the condition \""
              + readers.get(0).shown()
              + "\" needs the body, which this HTTP check is told to ignore");
    }
    return new ConditionalCheck(check, failUnless, warnUnless, !readers.isEmpty());
  }

  @Override
  public String toString() {
    return "fail unless " + failUnless + ", warn unless " + warnUnless;
  }
}
