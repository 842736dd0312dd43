package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Deployment, StatefulSet, DaemonSet, ReplicaSet or Job of a {@link FakeCluster}. Fresh, it wants
 * one replica and has it, and a job has completed. May be changed at any time, from any thread.
 */
public final class FakeWorkload {
  private final Object lock = new Object();
  private final String kind;
  private final String namespace;
  private final String name;
  private final Instant created;
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, Map<String, Object>> conditions = new LinkedHashMap<>();
  private final List<Consumer<Map<String, Object>>> edits = new ArrayList<>();
  private int desired = 1;
  private int current = 1;
  private int ready = 1;
  private int available = 1;
  private int updated = 1;
  private long generation = 1;
  private long observed = 1;
  private int active;
  private int failed;
  private int succeeded = 1;

  FakeWorkload(String kind, String namespace, String name, Instant created) {
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.created = created;
  }

  /** A label more. */
  public FakeWorkload label(String key, String value) {
    return change(() -> labels.put(key, value));
  }

  /** So many are wanted, and so many are there, ready, available and of the newest version. */
  public FakeWorkload replicas(int count) {
    return change(
        () -> {
          desired = count;
          current = count;
          ready = count;
          available = count;
          updated = count;
        });
  }

  /** So many of them are ready, and available. */
  public FakeWorkload ready(int count) {
    return change(
        () -> {
          ready = count;
          available = count;
        });
  }

  /** So many of them are available. */
  public FakeWorkload available(int count) {
    return change(() -> available = count);
  }

  /** So many of them have the newest version. */
  public FakeWorkload updated(int count) {
    return change(() -> updated = count);
  }

  /** The version of the specification, and the one that the controller has seen. */
  public FakeWorkload generation(long generation, long observed) {
    return change(
        () -> {
          this.generation = generation;
          this.observed = observed;
        });
  }

  /** Pods of a job that run, have failed, have succeeded. */
  public FakeWorkload pods(int active, int failed, int succeeded) {
    return change(
        () -> {
          this.active = active;
          this.failed = failed;
          this.succeeded = succeeded;
        });
  }

  /** A condition, {@code Progressing} for one; takes the place of one of the same type. */
  public FakeWorkload condition(String type, String status, String reason, String message) {
    return change(
        () ->
            conditions.put(
                type,
                Json.object(
                    "type",
                    type,
                    "status",
                    status,
                    "reason",
                    reason,
                    "message",
                    message,
                    "lastTransitionTime",
                    FakeContainer.text(created))));
  }

  /** Last word on the JSON of this workload, before it leaves. */
  public FakeWorkload edited(Consumer<Map<String, Object>> edit) {
    return change(() -> edits.add(edit));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its namespace. */
  public String namespace() {
    return namespace;
  }

  Map<String, String> labels() {
    return see(() -> Map.copyOf(labels));
  }

  Map<String, String> fields() {
    return Map.of("metadata.name", name, "metadata.namespace", namespace);
  }

  Map<String, Object> json() {
    return see(
        () -> {
          var workload = Json.object("metadata", metadata(), "spec", spec(), "status", status());
          edits.forEach(edit -> edit.accept(workload));
          return workload;
        });
  }

  private Map<String, Object> metadata() {
    return Json.object(
        "name",
        name,
        "namespace",
        namespace,
        "uid",
        FakePod.uid(kind + "/" + name),
        "resourceVersion",
        "1",
        "generation",
        generation,
        "creationTimestamp",
        FakeContainer.text(created),
        "labels",
        new TreeMap<>(labels));
  }

  private Map<String, Object> spec() {
    var selected = Map.of("app", name);
    var template =
        Json.object(
            "metadata",
            Map.of("labels", selected),
            "spec",
            Map.of("containers", List.of(new FakeContainer("main", created).spec())));
    var spec = Json.object("selector", Map.of("matchLabels", selected), "template", template);
    switch (kind) {
      case "DaemonSet" -> {}
      case "Job" -> {
        spec.put("completions", desired);
        spec.put("parallelism", 1);
        spec.put("backoffLimit", 6);
      }
      default -> spec.put("replicas", desired);
    }
    if (kind.equals("StatefulSet")) {
      spec.put("serviceName", name);
    }
    return spec;
  }

  private Map<String, Object> status() {
    var status =
        switch (kind) {
          case "DaemonSet" -> daemons();
          case "Job" -> job();
          default -> replicated();
        };
    if (!conditions.isEmpty()) {
      status.put("conditions", List.copyOf(conditions.values()));
    }
    return status;
  }

  private Map<String, Object> daemons() {
    return Json.object(
        "observedGeneration",
        observed,
        "desiredNumberScheduled",
        desired,
        "currentNumberScheduled",
        current,
        "numberMisscheduled",
        0,
        "numberReady",
        ready,
        "numberAvailable",
        available,
        "numberUnavailable",
        Math.max(0, desired - available),
        "updatedNumberScheduled",
        updated);
  }

  private Map<String, Object> job() {
    return Json.object(
        "active",
        active,
        "failed",
        failed,
        "succeeded",
        succeeded,
        "startTime",
        FakeContainer.text(created));
  }

  /** As the real ones do, counts of zero are left out. */
  private Map<String, Object> replicated() {
    var status = Json.object("observedGeneration", observed, "replicas", current);
    put(status, "readyReplicas", ready);
    put(status, "availableReplicas", available);
    switch (kind) {
      case "Deployment" -> {
        put(status, "updatedReplicas", updated);
        put(status, "unavailableReplicas", Math.max(0, desired - available));
      }
      case "StatefulSet" -> {
        put(status, "updatedReplicas", updated);
        put(status, "currentReplicas", current);
      }
      default -> put(status, "fullyLabeledReplicas", current);
    }
    return status;
  }

  private static void put(Map<String, Object> status, String name, int count) {
    if (count != 0) {
      status.put(name, count);
    }
  }

  private FakeWorkload change(Runnable change) {
    synchronized (lock) {
      change.run();
    }
    return this;
  }

  private <T> T see(Supplier<T> view) {
    synchronized (lock) {
      return view.get();
    }
  }
}
