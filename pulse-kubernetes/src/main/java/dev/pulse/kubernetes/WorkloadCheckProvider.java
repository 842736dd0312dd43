package dev.pulse.kubernetes;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;

/**
 * Makes {@link WorkloadCheck}s of the type {@code kubernetes-workload}, in the cluster that {@link
 * KubernetesConnection#detect()} finds. Options: {@code kind} ({@code deployment}, {@code
 * statefulset}, {@code daemonset}, {@code replicaset} or {@code job}) and {@code workload}, its
 * name, both needed; {@code namespace}, {@code least-ready} (a part, more than 0 to 1) and {@code
 * least-desired} with the defaults of the check.
 */
public final class WorkloadCheckProvider implements CheckProvider {
  private final KubernetesConnection connection;

  /** For {@link java.util.ServiceLoader}. */
  public WorkloadCheckProvider() {
    this(KubernetesConnection.detect());
  }

  /** With another connection, for tests. */
  WorkloadCheckProvider(KubernetesConnection connection) {
    this.connection = connection;
  }

  @Override
  public String type() {
    return "kubernetes-workload";
  }

  @Override
  public Check create(Settings settings) {
    var kind =
        settings.choice("kind", WorkloadCheck.Kind.class).describedAs("what it is").required();
    var name =
        settings
            .text("workload")
            .expecting("a name like web")
            .describedAs("its name")
            .map(String::strip, "x")
            .required();
    var builder = WorkloadCheck.of(connection, kind, name);
    Options.namespace(settings, "where it is").ifPresent(builder::namespace);
    settings
        .number("least-ready")
        .describedAs("the part of the wanted replicas that must be ready; all unless told")
        .optional()
        .ifPresent(builder::leastReady);
    settings
        .integer("least-desired")
        .describedAs("how many replicas must be wanted; any number unless told")
        .optional()
        .ifPresent(builder::leastDesired);
    return Options.build(settings, builder.problems(), builder::build);
  }
}
