package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Deployment, StatefulSet, DaemonSet, ReplicaSet or Job has what it wants. Take a {@link
 * PodCheck} to know what is wrong with its pods.
 *
 * <p>It fails when fewer replicas are ready than there should be, when a roll-out is stuck (the
 * deployment's progress deadline has passed), when pods cannot be made (quota, admission), when a
 * job has failed, and when there is no such workload. It warns when some are missing and enough are
 * left, and of a job that is suspended, has not started, or some of whose pods have failed. It does
 * not know when the controller has not looked at the newest version yet, because its counts are
 * about another one, and when the cluster cannot be asked.
 *
 * <p>Defaults: the namespace of the connection; every replica that is wanted must be ready, so a
 * roll-out that takes one away fails for as long as that takes: have the rule wait, or allow for it
 * with {@code leastReady}; any number may be wanted, zero too.
 *
 * <p>Its samples have the names of kube-state-metrics, such as {@code
 * kube_deployment_status_replicas_ready}.
 *
 * <pre>{@code
 * var connection = KubernetesConnection.detect();
 * Check web = WorkloadCheck.of(connection, Kind.DEPLOYMENT, "web").leastReady(0.5).build();
 * }</pre>
 *
 * <p>It needs {@code get} on {@code deployments} (or what it looks at). Immutable; thread-safe.
 */
public final class WorkloadCheck implements Check {
  private static final String APPS = "/apis/apps/v1";

  /** What manages pods. */
  public enum Kind {
    /** {@code apps/v1}. */
    DEPLOYMENT(APPS, "deployments", "deployment"),
    /** {@code apps/v1}. */
    STATEFULSET(APPS, "statefulsets", "statefulset"),
    /** {@code apps/v1}. */
    DAEMONSET(APPS, "daemonsets", "daemonset"),
    /** {@code apps/v1}. */
    REPLICASET(APPS, "replicasets", "replicaset"),
    /** {@code batch/v1}. */
    JOB("/apis/batch/v1", "jobs", "job_name");

    private final String group;
    private final String resource;
    private final String label;

    Kind(String group, String resource, String label) {
      this.group = group;
      this.resource = resource;
      this.label = label;
    }

    String label() {
      return label;
    }

    private String path(String namespace, String name) {
      return group + "/namespaces/" + namespace + "/" + resource + "/" + name;
    }
  }

  private final KubernetesConnection connection;
  private final Kind kind;
  private final String name;
  private final @Nullable String namespace;
  private final WorkloadJudge judge;

  private WorkloadCheck(Builder builder) {
    connection = builder.connection;
    kind = builder.kind;
    name = builder.name;
    namespace = builder.namespace;
    judge = new WorkloadJudge(builder.leastReady, builder.leastDesired);
  }

  /** For the workload of this kind and name. */
  public static Builder of(KubernetesConnection connection, Kind kind, String name) {
    return new Builder(
        requireNonNull(connection, "connection"),
        requireNonNull(kind, "kind"),
        requireNonNull(name, "name"));
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var place = namespace == null ? connection.namespace() : namespace;
    Json object;
    try {
      object =
          KubernetesApi.of(connection)
              .get(kind.path(place, name), Map.of(), TimeBudget.of(context.remaining()));
    } catch (KubernetesException e) {
      return e.kind() == KubernetesException.Kind.NOT_FOUND
          ? CheckResult.fail(ClusterReasons.NOT_FOUND, "there is no " + this)
          : ClusterReasons.unknown(e);
    }
    var labels = Labels.of("namespace", place, kind.label, name);
    if (kind == Kind.JOB) {
      var job = JobState.of(object);
      return judge.judge(job).withSamples(WorkloadSamples.of(labels, job));
    }
    var state = WorkloadState.of(kind, object);
    return judge.judge(state).withSamples(WorkloadSamples.of(kind, labels, state));
  }

  /** {@code deployment infra/web}. */
  @Override
  public String toString() {
    var noun = kind == Kind.JOB ? "job" : kind.label;
    return noun + " " + (namespace == null ? connection.namespace() : namespace) + "/" + name;
  }

  /** Builds a {@link WorkloadCheck}. Confine to one thread. */
  public static final class Builder {
    private final KubernetesConnection connection;
    private final Kind kind;
    private final String name;
    private @Nullable String namespace;
    private double leastReady = 1;
    private int leastDesired;

    private Builder(KubernetesConnection connection, Kind kind, String name) {
      this.connection = connection;
      this.kind = kind;
      this.name = name;
    }

    /** Where it is; the namespace of the connection by default. */
    public Builder namespace(String namespace) {
      this.namespace = requireNonNull(namespace, "namespace");
      return this;
    }

    /**
     * The part of the wanted replicas, more than 0 to 1, that must be ready: fewer fail, and fewer
     * than wanted warn. Rounded up to whole replicas; 1 by default. Not for jobs.
     */
    public Builder leastReady(double part) {
      this.leastReady = part;
      return this;
    }

    /** How many replicas must be wanted; 0 by default. Not for jobs. */
    public Builder leastDesired(int replicas) {
      this.leastDesired = replicas;
      return this;
    }

    /** Everything that is wrong, by the names that the options have in a configuration. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (!PodNames.isSubdomain(name)) {
        problems.add(
            new Problem("", "workload", "must be a name like web, but is " + Words.quoted(name)));
      }
      if (namespace != null && !PodNames.isLabel(namespace)) {
        problems.add(
            new Problem(
                "", "namespace", "must be a name like infra, but is " + Words.quoted(namespace)));
      }
      if (!(leastReady > 0 && leastReady <= 1)) {
        problems.add(
            new Problem("", "least-ready", "must be more than 0 to 1, but is " + leastReady));
      }
      if (leastDesired < 0) {
        problems.add(
            new Problem("", "least-desired", "must be at least 0, but is " + leastDesired));
      }
      if (kind == Kind.JOB && leastReady != 1) {
        problems.add(new Problem("", "least-ready", "is not for jobs"));
      }
      if (kind == Kind.JOB && leastDesired != 0) {
        problems.add(new Problem("", "least-desired", "is not for jobs"));
      }
      return problems;
    }

    /**
     * The check.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public WorkloadCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new WorkloadCheck(this);
    }
  }
}
