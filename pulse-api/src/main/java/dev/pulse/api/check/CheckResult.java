package dev.pulse.api.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Check} answers: a status, one line for people, and whatever it measured on the way.
 * Everything but a pass and a warning carries a {@link Reason}. Immutable; the {@code with…}
 * methods return a changed copy.
 *
 * <pre>{@code
 * return CheckResult.fail(Reason.STATUS, "503 Service Unavailable")
 *     .withLatency(took)
 *     .withSample(Sample.gauge("http_status_code", 503));
 * }</pre>
 */
public final class CheckResult {
  private static final int MAX_SUMMARY = 500;
  private static final Duration LONGEST_LATENCY = Duration.ofNanos(Long.MAX_VALUE);
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private final Status status;
  private final String summary;
  private final @Nullable Reason reason;
  private final @Nullable Duration latency;
  private final List<Sample> samples;
  private final List<Finding> findings;
  private final Map<String, String> details;
  private final @Nullable String body;

  private CheckResult(
      Status status,
      String summary,
      @Nullable Reason reason,
      @Nullable Duration latency,
      List<Sample> samples,
      List<Finding> findings,
      Map<String, String> details,
      @Nullable String body) {
    this.status = status;
    this.summary = summary;
    this.reason = reason;
    this.latency = latency;
    this.samples = samples;
    this.findings = findings;
    this.details = details;
    this.body = body;
  }

  /**
   * The target does what it should.
   *
   * @param summary one line for people; line breaks become blanks, and more than 500 characters are
   *     cut
   */
  public static CheckResult pass(String summary) {
    return plain(Status.PASS, summary, null);
  }

  /** The target works, but somebody should look. */
  public static CheckResult warn(Reason reason, String summary) {
    return plain(Status.WARN, summary, requireNonNull(reason, "reason"));
  }

  /** The target does not do what it should. */
  public static CheckResult fail(Reason reason, String summary) {
    return plain(Status.FAIL, summary, requireNonNull(reason, "reason"));
  }

  /** Nobody can tell: the question could not be asked, or there was nothing to answer it. */
  public static CheckResult unknown(Reason reason, String summary) {
    return plain(Status.UNKNOWN, summary, requireNonNull(reason, "reason"));
  }

  /**
   * The result of several findings: the worst of their statuses, with all of them attached.
   *
   * @param reason the code when the worst status is not a pass
   * @param summary one line for people
   * @param findings what was found; when there is nothing the result is {@link Status#UNKNOWN},
   *     because nothing was seen
   */
  public static CheckResult worstOf(Reason reason, String summary, Collection<Finding> findings) {
    var worst = Status.worst(findings.stream().map(Finding::status).toList());
    return plain(worst, summary, worst == Status.PASS ? null : requireNonNull(reason, "reason"))
        .withFindings(findings);
  }

  private static CheckResult plain(Status status, String summary, @Nullable Reason reason) {
    return new CheckResult(
        status,
        oneLine(requireNonNull(summary, "summary")),
        reason,
        null,
        List.of(),
        List.of(),
        Map.of(),
        null);
  }

  /**
   * This result with the time that the target took to answer, as the check measured it. Not the
   * same as {@link Outcome#took()}, which is how long the whole run lasted. Cut to microseconds:
   * what lies below is noise of the measuring, and would be most of what a result takes on disk.
   * One of more than 292 years counts as that many, the longest whose nanoseconds can be counted.
   *
   * @throws IllegalArgumentException when negative
   */
  public CheckResult withLatency(Duration latency) {
    if (requireNonNull(latency, "latency").isNegative()) {
      throw new IllegalArgumentException("latency must not be negative, but is " + latency);
    }
    var counted = latency.compareTo(LONGEST_LATENCY) > 0 ? LONGEST_LATENCY : latency;
    var cut = counted.truncatedTo(ChronoUnit.MICROS);
    return new CheckResult(status, summary, reason, cut, samples, findings, details, body);
  }

  /** This result with one more sample. */
  public CheckResult withSample(Sample sample) {
    return withSamples(List.of(sample));
  }

  /** This result with more samples. */
  public CheckResult withSamples(Collection<Sample> more) {
    var all = new ArrayList<>(samples);
    all.addAll(more);
    return new CheckResult(
        status, summary, reason, latency, List.copyOf(all), findings, details, body);
  }

  /**
   * This result with more findings. They do not change the status; see {@link #worstOf}.
   *
   * @throws IllegalArgumentException when two findings have the same key
   */
  public CheckResult withFindings(Collection<Finding> more) {
    var all = new LinkedHashMap<String, Finding>();
    findings.forEach(finding -> all.put(finding.key(), finding));
    for (Finding finding : more) {
      if (all.put(finding.key(), finding) != null) {
        throw new IllegalArgumentException("two findings have the key \"" + finding.key() + "\"");
      }
    }
    return new CheckResult(
        status, summary, reason, latency, samples, List.copyOf(all.values()), details, body);
  }

  /** This result with one more detail, for people and templates. Details keep their order. */
  public CheckResult withDetail(String key, String value) {
    var copy = new LinkedHashMap<>(details);
    copy.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
    return new CheckResult(
        status,
        summary,
        reason,
        latency,
        samples,
        findings,
        Collections.unmodifiableMap(copy),
        body);
  }

  /**
   * This result with what the target said, for the conditions that are judged on it. It never
   * leaves the run: an {@link Outcome} does not have it, and it is neither stored nor shown. Worth
   * its memory only when {@link CheckContext#bodyWanted()}.
   */
  public CheckResult withBody(String body) {
    return withBodyOrNone(requireNonNull(body, "body"));
  }

  /** This result as it is kept. */
  CheckResult withoutBody() {
    return body == null ? this : withBodyOrNone(null);
  }

  private CheckResult withBodyOrNone(@Nullable String text) {
    return new CheckResult(status, summary, reason, latency, samples, findings, details, text);
  }

  /** How the target is. */
  public Status status() {
    return status;
  }

  /** One line for people, at most 500 characters. */
  public String summary() {
    return summary;
  }

  /** Why; present unless the status is {@link Status#PASS}. */
  public Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /** How long the target took to answer, when the check measured it; in whole microseconds. */
  public Optional<Duration> latency() {
    return Optional.ofNullable(latency);
  }

  /** What was measured; unmodifiable. */
  public List<Sample> samples() {
    return samples;
  }

  /** What was found, by distinct keys; unmodifiable. */
  public List<Finding> findings() {
    return findings;
  }

  /** Everything else worth telling; unmodifiable, in the order of adding. */
  public Map<String, String> details() {
    return details;
  }

  /** What the target said, when the check kept it for conditions. */
  public Optional<String> body() {
    return Optional.ofNullable(body);
  }

  private static String oneLine(String text) {
    var line = CONTROLS.matcher(text).replaceAll(" ").strip();
    if (line.codePointCount(0, line.length()) <= MAX_SUMMARY) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, MAX_SUMMARY - 1)) + "…";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckResult result
        && status == result.status
        && summary.equals(result.summary)
        && Objects.equals(reason, result.reason)
        && Objects.equals(latency, result.latency)
        && samples.equals(result.samples)
        && findings.equals(result.findings)
        && details.equals(result.details)
        && Objects.equals(body, result.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, summary, reason, latency, samples, findings, details, body);
  }

  @Override
  public String toString() {
    return status + (reason == null ? "" : " (" + reason + ")") + ": " + summary;
  }
}
