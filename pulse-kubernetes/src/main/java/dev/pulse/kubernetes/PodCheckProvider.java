package dev.pulse.kubernetes;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;

/**
 * Makes {@link PodCheck}s of the type {@code kubernetes-pods}, in the cluster that {@link
 * KubernetesConnection#detect()} finds. Options, of which {@code pod} or {@code selector} is
 * needed; the defaults are those of the check:
 *
 * <ul>
 *   <li>{@code pod}: the name of one; {@code selector}: labels, such as {@code app=web}
 *   <li>{@code namespace}: {@code "*"} for all, with a selector
 *   <li>{@code at-least}: how many pods must be there, with a selector
 *   <li>{@code ready-within}, {@code restart-window}: durations
 *   <li>{@code restarts-warn-above}, {@code restarts-fail-above}, {@code
 *       total-restarts-fail-above}: numbers
 * </ul>
 */
public final class PodCheckProvider implements CheckProvider {
  private final KubernetesConnection connection;

  /** For {@link java.util.ServiceLoader}. */
  public PodCheckProvider() {
    this(KubernetesConnection.detect());
  }

  /** With another connection, for tests. */
  PodCheckProvider(KubernetesConnection connection) {
    this.connection = connection;
  }

  @Override
  public String type() {
    return "kubernetes-pods";
  }

  @Override
  public Check create(Settings settings) {
    var builder = builder(settings);
    Options.namespace(settings, "where the pods are, * for everywhere")
        .ifPresent(builder::namespace);
    settings
        .integer("at-least")
        .describedAs("how many pods must be there, for a selector; 1 unless told")
        .optional()
        .ifPresent(builder::atLeast);
    settings
        .duration("ready-within")
        .describedAs("how long a pod may be pending, not ready or on its way out")
        .notEmpty()
        .optional()
        .ifPresent(builder::readyWithin);
    settings
        .duration("restart-window")
        .describedAs("in which time restarts are counted")
        .notEmpty()
        .optional()
        .ifPresent(builder::restartWindow);
    settings
        .integer("restarts-warn-above")
        .describedAs("warn when a container restarted more often within the window")
        .optional()
        .ifPresent(builder::restartsWarnAbove);
    settings
        .integer("restarts-fail-above")
        .describedAs("fail when a container restarted more often within the window")
        .optional()
        .ifPresent(builder::restartsFailAbove);
    settings
        .integer("total-restarts-fail-above")
        .describedAs("fail when a container restarted more often since its pod began")
        .optional()
        .ifPresent(builder::totalRestartsFailAbove);
    return Options.build(settings, builder.problems(), builder::build);
  }

  private PodCheck.Builder builder(Settings settings) {
    var name =
        settings
            .text("pod")
            .expecting("a name like web-0")
            .describedAs("the name of one pod")
            .map(String::strip, "x")
            .optional();
    var selector = Options.selector(settings);
    if (name.isPresent() && selector.isPresent()) {
      settings.note("selector", "excludes pod: one of them");
    }
    if (name.isEmpty() && selector.isEmpty()) {
      settings.note("", "needs a pod or a selector");
    }
    return name.map(one -> PodCheck.named(connection, one))
        .orElseGet(() -> PodCheck.labelled(connection, selector.orElse("")));
  }
}
