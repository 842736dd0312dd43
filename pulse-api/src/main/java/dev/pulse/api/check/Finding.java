package dev.pulse.api.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import java.util.Objects;

/**
 * One thing inside a result that can be told apart and followed by itself: a stuck node, a pod, a
 * vulnerability. The key stays the same from run to run, so that a finding that is still there is
 * recognised. Immutable.
 */
public final class Finding {
  private final String key;
  private final Labels labels;
  private final Status status;
  private final String text;

  private Finding(String key, Labels labels, Status status, String text) {
    if (requireNonNull(key, "key").isBlank()) {
      throw new IllegalArgumentException("the key of a finding must not be blank");
    }
    this.key = key;
    this.labels = requireNonNull(labels, "labels");
    this.status = requireNonNull(status, "status");
    this.text = requireNonNull(text, "text");
  }

  /**
   * A finding without labels.
   *
   * @param key what identifies it among the findings of its check; not blank
   * @param status how bad it is by itself
   * @param text one line for people
   */
  public static Finding of(String key, Status status, String text) {
    return new Finding(key, Labels.empty(), status, text);
  }

  /** This finding with labels. */
  public Finding withLabels(Labels labels) {
    return new Finding(key, labels, status, text);
  }

  /** What identifies it among the findings of its check. */
  public String key() {
    return key;
  }

  /** What routes and groups it. */
  public Labels labels() {
    return labels;
  }

  /** How bad it is by itself. */
  public Status status() {
    return status;
  }

  /** One line for people. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Finding finding
        && key.equals(finding.key)
        && labels.equals(finding.labels)
        && status == finding.status
        && text.equals(finding.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, labels, status, text);
  }

  @Override
  public String toString() {
    return status + " " + key + ": " + text;
  }
}
