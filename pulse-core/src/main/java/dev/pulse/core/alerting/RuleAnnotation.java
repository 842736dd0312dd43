package dev.pulse.core.alerting;

import dev.pulse.core.internal.template.Template;

/**
 * The template of an annotation of a rule ({@link dev.pulse.api.alert.AlertRule#annotation}), read
 * to find out whether it can be: the rule itself takes any text, and is refused as its registration
 * is added. For whoever reads rules from a file, or from people.
 *
 * <p>The syntax is that of Mustache: {@code {{name}}}, {@code {{name.part}}}, sections <code>
 * {{#name}}…{{/name}}</code> and <code>{{^name}}…{{/name}}</code>, comments <code>{{! … }}
 * </code>. There are {@code check}, {@code title}, {@code rule}, {@code severity}, {@code status},
 * {@code reason}, {@code summary}, {@code latency} (milliseconds), {@code started_at}, {@code
 * labels}, {@code details}, {@code value} of an anomaly, and {@code subject} and {@code finding}
 * (with {@code key}, {@code status}, {@code text}, {@code labels}) of a finding. A name without
 * value is left empty and logged once. Texts are cut after 2,000 characters. Immutable.
 */
public final class RuleAnnotation {
  private final String template;

  private RuleAnnotation(String template) {
    this.template = template;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when it cannot be read, with the line, the column, what was
   *     found and what is allowed
   */
  public static RuleAnnotation of(String template) {
    Template.text(template);
    return new RuleAnnotation(template);
  }

  /** The template as it was given. */
  @Override
  public String toString() {
    return template;
  }
}
