package dev.pulse.samples.app.targets;

import com.squareup.moshi.Json;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Problem;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.TargetReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the routes of targets answer. Null means not known, and is left out. The records are public
 * because the JSON library reads them.
 */
final class Views {
  private Views() {}

  /**
   * All targets, and the checks of the file beside them.
   *
   * @param most how many targets there can be
   * @param remembered whether they are there after a restart
   * @param locked why the caller may not write; null when it may
   */
  public record Targets(List<Item> items, int most, boolean remembered, @Nullable String locked) {}

  /**
   * One line of the list.
   *
   * @param origin {@code dashboard} or {@code pulse.yaml}
   * @param enabled whether it is to run, also after a restart
   * @param paused whether it does not run until it is resumed, or Pulse is restarted
   * @param asks what is asked, without secrets
   * @param problems why it is not watched as it should be
   */
  public record Item(
      String name,
      String title,
      String origin,
      boolean enabled,
      boolean paused,
      @Nullable String type,
      String asks,
      String schedule,
      Collection<String> tags,
      @Nullable List<Fault> problems,
      @Nullable String etag,
      @Nullable @Json(name = "changed_at") Instant changedAt,
      @Nullable @Json(name = "changed_by") String changedBy) {}

  /** A line of the list with what was written; the texts only for those who may change it. */
  public record One(
      Item target,
      @Json(name = "created_at") Instant createdAt,
      @Nullable @Json(name = "created_by") String createdBy,
      @Nullable Map<String, @Nullable Object> check,
      @Nullable String yaml) {}

  /** Something that is wrong with a document: where, and what is allowed. */
  public record Fault(@Nullable String where, String key, String message) {
    static Fault of(Problem problem) {
      return new Fault(
          problem.where().isEmpty() ? null : problem.where(), problem.key(), problem.message());
    }
  }

  /** A refusal, as {@code application/problem+json}, with all problems. */
  public record Refusal(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      List<Fault> problems) {}

  /**
   * What a document is worth.
   *
   * @param asks what would be asked, and when; null when there are problems
   */
  public record Judgement(
      List<Fault> problems,
      @Nullable String asks,
      @Nullable String schedule,
      Map<String, @Nullable Object> check,
      String yaml) {}

  /** What can be said in a document. */
  public record Types(
      List<String> types,
      List<Field> common,
      @Json(name = "allows_private") boolean allowsPrivate) {}

  /**
   * The options of one type.
   *
   * @param described whether they could be found out
   */
  public record Type(String type, boolean described, List<Field> options) {
    static Type of(TargetReader.Type type) {
      return new Type(
          type.name(), type.described(), type.options().stream().map(Field::of).toList());
    }
  }

  /** An option, for a field of a form. */
  public record Field(
      String name,
      String kind,
      String expects,
      boolean required,
      boolean hidden,
      @Nullable List<String> choices,
      @Nullable @Json(name = "default") String fallback,
      List<String> rules,
      @Nullable String description) {
    static Field of(Option option) {
      return new Field(
          option.name(),
          option.kind().name().toLowerCase(Locale.ROOT),
          option.type(),
          option.required(),
          option.isHidden(),
          option.choices().isEmpty() ? null : option.choices(),
          option.fallback().orElse(null),
          option.rules(),
          option.description().orElse(null));
    }
  }

  /** How a check ended that was tried out. */
  public record Tried(
      String asks,
      String status,
      String summary,
      @Nullable String reason,
      @Nullable @Json(name = "latency_ms") Double latencyMs,
      @Json(name = "took_ms") double tookMs,
      List<Sample> samples,
      Map<String, String> details,
      List<String> log) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Tried of(Registration registration, Outcome outcome) {
      var result = outcome.result();
      return new Tried(
          registration.check().toString(),
          outcome.status().name().toLowerCase(Locale.ROOT),
          result.summary(),
          result.reason().map(Reason::code).orElse(null),
          result.latency().map(latency -> latency.toNanos() / NANOS_PER_MILLI).orElse(null),
          outcome.took().toNanos() / NANOS_PER_MILLI,
          result.samples().stream()
              .map(sample -> new Sample(sample.name(), sample.labels().asMap(), sample.value()))
              .toList(),
          result.details(),
          outcome.log());
    }
  }

  /** A number that a check found. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  static Judgement judgement(Judged judged, CheckDocument shown) {
    var registration = judged.reading().registration();
    return new Judgement(
        judged.reading().problems().stream().map(Fault::of).toList(),
        registration.map(read -> read.check().toString()).orElse(null),
        registration.map(read -> read.schedule().toString()).orElse(null),
        shown.values(),
        shown.toYaml());
  }
}
