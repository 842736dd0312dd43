package dev.pulse.api.check;

import java.util.Set;

/**
 * One blocking question about one target: does it do what it should?
 *
 * <p>Write a check to judge; write a {@link dev.pulse.api.collect.Collector} to fetch numbers that
 * somebody else judges. Pulse owns everything around the question: when it is asked, on which
 * thread, how often again, what is remembered and who is told.
 *
 * <p>A check must be safe to run again and from several threads at once, because one instance may
 * be registered more than once (a single registration never runs twice at the same time). It must
 * end soon after its thread is interrupted. It must never answer {@link
 * dev.pulse.api.model.Status#PASS} for a target that it could not ask.
 *
 * <pre>{@code
 * Check freeSpace = context -> {
 *   double free = Files.getFileStore(Path.of("/")).getUsableSpace() / 1e9;
 *   return free > 5 ? CheckResult.pass(free + " GB free") : CheckResult.fail(Reason.of("disk"), free + " GB free");
 * };
 * }</pre>
 *
 * @see Registration
 */
@FunctionalInterface
public interface Check {
  /**
   * Asks the question.
   *
   * @return the answer; returning nothing is recorded as {@link dev.pulse.api.model.Status#UNKNOWN}
   * @throws Exception when the question could not be asked; recorded as {@link
   *     dev.pulse.api.model.Status#UNKNOWN} with the class and message of the exception
   */
  CheckResult run(CheckContext context) throws Exception;

  /**
   * The names of the registrations whose outcomes this check judges by {@link CheckContext#latest};
   * default: none. What is named here must not lead back to the registration of this check, neither
   * by dependencies nor by what others judge: two checks that look at each other would hold each
   * other up, or down, for ever.
   */
  default Set<String> judges() {
    return Set.of();
  }

  /**
   * The check that this one wraps, at any depth; default: this one. A check that asks another and
   * changes its answer hands on what that one says, so that whoever works with checks of a kind,
   * such as those that others report to, finds them behind it.
   */
  default Check unwrapped() {
    return this;
  }
}
