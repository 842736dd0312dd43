package dev.pulse.kubernetes;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.kubernetes.WorkloadCheck.Kind;
import java.util.ArrayList;
import java.util.List;

/** The counts of workloads, under the names that kube-state-metrics gives them. */
final class WorkloadSamples {
  /** What the counts are called; empty where there is no name for one. */
  private record Names(
      String desired, String current, String ready, String available, String updated) {
    static Names of(Kind kind) {
      return switch (kind) {
        case DEPLOYMENT -> replicated("kube_deployment", "_spec_replicas");
        case STATEFULSET -> replicated("kube_statefulset", "_replicas");
        case DAEMONSET ->
            new Names(
                "kube_daemonset_status_desired_number_scheduled",
                "kube_daemonset_status_current_number_scheduled",
                "kube_daemonset_status_number_ready",
                "kube_daemonset_status_number_available",
                "kube_daemonset_status_updated_number_scheduled");
        case REPLICASET ->
            new Names(
                "kube_replicaset_spec_replicas",
                "kube_replicaset_status_replicas",
                "kube_replicaset_status_ready_replicas",
                "",
                "");
        case JOB -> new Names("", "", "", "", "");
      };
    }

    private static Names replicated(String prefix, String desired) {
      var status = prefix + "_status_replicas";
      return new Names(
          prefix + desired, status, status + "_ready", status + "_available", status + "_updated");
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final Labels labels;

  private WorkloadSamples(Labels labels) {
    this.labels = labels;
  }

  static List<Sample> of(Kind kind, Labels labels, WorkloadState state) {
    var names = Names.of(kind);
    var all = new WorkloadSamples(labels);
    state.desired().ifPresent(desired -> all.add(names.desired(), desired));
    if (state.told()) {
      all.add(names.current(), state.current());
      all.add(names.ready(), state.ready());
      all.add(names.available(), state.available());
      all.add(names.updated(), state.updated());
    }
    var prefix = "kube_" + kind.label();
    state.generation().ifPresent(at -> all.add(prefix + "_metadata_generation", at));
    state.observed().ifPresent(at -> all.add(prefix + "_status_observed_generation", at));
    return all.samples;
  }

  static List<Sample> of(Labels labels, JobState job) {
    var all = new WorkloadSamples(labels);
    job.wanted().ifPresent(wanted -> all.add("kube_job_spec_completions", wanted));
    if (job.told()) {
      all.add("kube_job_status_active", job.active());
      all.add("kube_job_status_succeeded", job.succeeded());
      all.add("kube_job_status_failed", job.failed());
    }
    return all.samples;
  }

  private void add(String name, long count) {
    if (!name.isEmpty()) {
      samples.add(Sample.gauge(name, labels, (double) count));
    }
  }
}
