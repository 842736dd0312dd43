package dev.pulse.core.condition;

import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of {@link RuleNames}. Confine to one thread. */
final class RuleSource implements Source {
  private static final int DELTA_DECIMALS = 4;
  private static final String LABELS = "labels.";

  private final RuleCondition.Facts facts;

  RuleSource(RuleCondition.Facts facts) {
    this.facts = facts;
  }

  @Override
  public @Nullable Object value(String name) {
    var result = facts.outcome().result();
    int dot = name.indexOf('.');
    if (dot < 0) {
      return switch (name) {
        case "status" -> word(result.status());
        case "reason" -> result.reason().map(Reason::code).orElse("");
        case "summary" -> result.summary();
        default -> result.latency().map(took -> took.toNanos() / 1e6).orElse(null);
      };
    }
    var root = name.substring(0, dot);
    var rest = name.substring(dot + 1);
    return switch (root) {
      case "samples" -> RuleCondition.sample(result, rest).orElse(null);
      case "details" -> result.details().get(rest);
      case "labels" -> facts.labels().get(rest).orElse(null);
      case "finding" -> finding(rest);
      default -> other(root, rest);
    };
  }

  private @Nullable Object finding(String part) {
    var finding = facts.finding();
    if (finding == null) {
      return null;
    }
    return switch (part) {
      case "key" -> finding.key();
      case "status" -> word(finding.status());
      case "text" -> finding.text();
      default -> label(finding, part.substring(LABELS.length()));
    };
  }

  private @Nullable Object other(String root, String part) {
    return switch (part) {
      case "value" -> RuleCondition.sample(facts.outcome().result(), root).orElse(null);
      case "previous" -> facts.previous().get(root);
      case "delta" -> delta(root);
      default -> facts.finding() == null ? null : label(facts.finding(), part);
    };
  }

  private static @Nullable Object label(Finding finding, String name) {
    return finding.labels().get(name).orElse(null);
  }

  /** Exactly reckoned before it is rounded: 0.3 less 0.1 is 0.2. */
  private @Nullable Object delta(String sample) {
    var value = RuleCondition.sample(facts.outcome().result(), sample);
    var previous = facts.previous().get(sample);
    if (value.isEmpty() || previous == null) {
      return null;
    }
    return BigDecimal.valueOf(value.get())
        .subtract(BigDecimal.valueOf(previous))
        .setScale(DELTA_DECIMALS, RoundingMode.HALF_UP)
        .doubleValue();
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable Body body() {
    return null;
  }
}
