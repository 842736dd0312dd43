package dev.pulse.core.condition;

import dev.pulse.core.condition.Node.Kind;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of a rule's condition, and what an expression needs of them. Confine to one thread. */
final class RuleNames implements Vocabulary {
  static final Set<String> STATUSES = Set.of("pass", "warn", "unknown", "fail");

  private static final String KNOWN =
      "status, reason, summary, latency, samples.name, details.name, labels.name, name.value,"
          + " name.previous and name.delta of a sample, finding.key, finding.status, finding.text,"
          + " finding.labels.name, and kind.name for the labels of findings of a kind";
  private static final Map<String, Kind> PLAIN =
      Map.of(
          "status", Kind.TEXT,
          "reason", Kind.TEXT,
          "summary", Kind.TEXT,
          "latency", Kind.NUMBER);
  private static final Map<String, String> MEANT =
      Map.of(
          "sample", "samples",
          "detail", "details",
          "label", "labels",
          "findings", "finding");

  private final Set<String> changing = new LinkedHashSet<>();
  private @Nullable String findingKind;
  private boolean perFinding;

  @Override
  public Kind kind(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      var plain = PLAIN.get(name);
      if (plain == null) {
        throw new IllegalArgumentException(unknown(name));
      }
      return plain;
    }
    var root = name.substring(0, dot);
    var rest = name.substring(dot + 1);
    return switch (root) {
      case "samples" -> one(name, rest, Kind.NUMBER);
      case "labels" -> one(name, rest, Kind.TEXT);
      case "details" -> Kind.ANY;
      case "finding" -> finding(name, rest);
      default -> other(name, root, rest);
    };
  }

  private Kind one(String name, String rest, Kind kind) {
    if (rest.contains(".")) {
      throw new IllegalArgumentException(unknown(name));
    }
    return kind;
  }

  private Kind finding(String name, String rest) {
    perFinding = true;
    boolean isLabel = rest.startsWith("labels.") && rest.indexOf('.') == rest.lastIndexOf('.');
    if (!isLabel && !Set.of("key", "status", "text").contains(rest)) {
      throw new IllegalArgumentException(unknown(name));
    }
    return isLabel ? Kind.ANY : Kind.TEXT;
  }

  private Kind other(String name, String root, String rest) {
    if (PLAIN.containsKey(root) || MEANT.containsKey(root) || rest.contains(".")) {
      throw new IllegalArgumentException(
          unknown(name)
              + (MEANT.containsKey(root)
                  ? "; is " + MEANT.get(root) + "." + rest + " meant?"
                  : ""));
    }
    switch (rest) {
      case "value" -> {}
      case "previous", "delta" -> changing.add(root);
      default -> {
        if (findingKind != null && !findingKind.equals(root)) {
          throw new IllegalArgumentException(
              "a condition speaks of findings of one kind, but here of "
                  + findingKind
                  + " and "
                  + root);
        }
        findingKind = root;
        perFinding = true;
        return Kind.ANY;
      }
    }
    return Kind.NUMBER;
  }

  private static String unknown(String name) {
    return "there is no \"" + Values.cut(name, Values.LONGEST_SHOWN) + "\"; known: " + KNOWN;
  }

  @Override
  public Set<String> values(String name) {
    return name.equals("status") || name.equals("finding.status") ? STATUSES : Set.of();
  }

  @Override
  public boolean hasBody() {
    return false;
  }

  /** The samples whose value before is needed. */
  Set<String> changing() {
    return changing;
  }

  /** Which findings it speaks of; null for all, or for none. */
  @Nullable String findingKind() {
    return findingKind;
  }

  /** Whether it is judged for each finding. */
  boolean isPerFinding() {
    return perFinding;
  }
}
