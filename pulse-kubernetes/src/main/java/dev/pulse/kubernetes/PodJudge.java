package dev.pulse.kubernetes;

import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.kubernetes.ContainerState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is wrong with a pod. Thread-safe. */
final class PodJudge {
  private static final String CRASH_LOOP = "CrashLoopBackOff";
  private static final String OOM_KILLED = "OOMKilled";

  /** Why a container waits when waiting alone will not help. */
  private static final Set<String> HOPELESS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed",
          "CreateContainerConfigError",
          "CreateContainerError",
          "CreatePodSandboxError",
          "RunContainerError",
          "PreCreateHookError",
          "PreStartHookError",
          "PostStartHookError");

  /** One thing to say against a pod. */
  record Complaint(Status status, Reason reason, String text) {}

  /** The pod and all that there is to say against it, the worst first. */
  record Judgement(PodState pod, List<Complaint> complaints) {
    Status status() {
      return complaints.isEmpty() ? Status.PASS : complaints.get(0).status();
    }

    String text() {
      return complaints.isEmpty()
          ? pod.phase().equals("Succeeded") ? "has done its work" : "is ready"
          : complaints.stream().map(Complaint::text).distinct().collect(Collectors.joining("; "));
    }
  }

  private final PodBounds bounds;
  private final RestartMemory memory = new RestartMemory();

  PodJudge(PodBounds bounds) {
    this.bounds = bounds;
  }

  /** All the pods of one look; those of earlier looks are forgotten. */
  List<Judgement> judge(List<PodState> pods, Instant now) {
    var judgements = pods.stream().map(pod -> judge(pod, now)).toList();
    memory.keepOnly(pods);
    return judgements;
  }

  private Judgement judge(PodState pod, Instant now) {
    var complaints = new ArrayList<Complaint>();
    switch (pod.phase()) {
      case "Succeeded" -> {}
      case "Failed" -> complaints.add(failed(pod));
      case "Unknown" ->
          complaints.add(
              new Complaint(
                  Status.UNKNOWN,
                  ClusterReasons.STATE_UNKNOWN,
                  "the cluster does not know how it is, mostly because its node is silent"
                      + in(pod)));
      case "Pending", "Running" -> alive(pod, now, complaints);
      default ->
          complaints.add(
              new Complaint(
                  Status.UNKNOWN,
                  ClusterReasons.STATE_UNKNOWN,
                  pod.phase().isEmpty()
                      ? "the cluster does not tell its phase"
                      : "is in the phase \"" + pod.phase() + "\", which nobody here knows"));
    }
    complaints.sort(Comparator.comparing(Complaint::status).reversed());
    return new Judgement(pod, List.copyOf(complaints));
  }

  private static Complaint failed(PodState pod) {
    var why = Words.because(pod.reason(), pod.message());
    var ends =
        pod.containers().stream()
            .filter(container -> !container.succeeded())
            .flatMap(
                container ->
                    container
                        .now()
                        .end()
                        .map(end -> container.title() + ": " + end.text())
                        .stream())
            .collect(Collectors.joining(", "));
    boolean starved =
        pod.containers().stream()
            .flatMap(container -> container.now().end().stream())
            .anyMatch(end -> end.reason().equals(OOM_KILLED));
    return new Complaint(
        Status.FAIL,
        starved ? ClusterReasons.OOM_KILLED : ClusterReasons.POD_FAILED,
        "has failed" + colon(why.isEmpty() ? ends : why));
  }

  private void alive(PodState pod, Instant now, List<Complaint> complaints) {
    for (ContainerState container : pod.containers()) {
      blocked(container).ifPresent(complaints::add);
      restarted(pod, container, now).ifPresent(complaints::add);
    }
    boolean failing = complaints.stream().anyMatch(each -> each.status() == Status.FAIL);
    var notReady = failing ? Optional.<Complaint>empty() : notReady(pod, now);
    if (pod.deletion().isPresent()) {
      complaints.add(ending(pod.deletion().get(), now));
      // A node that is dead does not come back because its pods are told to go.
      notReady.filter(each -> each.status().compareTo(Status.WARN) > 0).ifPresent(complaints::add);
    } else {
      notReady.ifPresent(complaints::add);
    }
  }

  /** What keeps a container from running, and will not go away by waiting. */
  private static Optional<Complaint> blocked(ContainerState container) {
    var reason = container.now().reason();
    if (reason.equals(CRASH_LOOP)) {
      var last = container.last().map(end -> ", last: " + end.text()).orElse("");
      boolean starved = container.last().filter(end -> end.reason().equals(OOM_KILLED)).isPresent();
      return Optional.of(
          new Complaint(
              Status.FAIL,
              starved ? ClusterReasons.OOM_KILLED : ClusterReasons.CRASH_LOOP,
              container.title() + ": " + CRASH_LOOP + last));
    }
    return HOPELESS.contains(reason)
        ? Optional.of(
            new Complaint(
                Status.FAIL,
                ClusterReasons.CANNOT_START,
                container.title() + ": " + Words.because(reason, container.now().message())))
        : Optional.empty();
  }

  private Optional<Complaint> restarted(PodState pod, ContainerState container, Instant now) {
    long inWindow = memory.within(bounds.window(), pod, container, now);
    long inAll = container.restarts().orElse(0);
    boolean tooMany =
        bounds.totalFailAbove().isPresent() && inAll > bounds.totalFailAbove().getAsInt();
    if (inWindow <= Math.min(bounds.restartsWarnAbove(), bounds.restartsFailAbove()) && !tooMany) {
      return Optional.empty();
    }
    boolean fail = tooMany || inWindow > bounds.restartsFailAbove();
    var end = container.last();
    boolean starved = end.filter(last -> last.reason().equals(OOM_KILLED)).isPresent();
    var times = Words.count(inWindow, "time", "times");
    var text =
        "%s restarted %s within %s, %d in all%s"
            .formatted(
                container.title(),
                times,
                Words.roughly(bounds.window()),
                inAll,
                end.map(last -> ", last: " + last.text() + ago(last, now)).orElse(""));
    return Optional.of(
        new Complaint(
            fail ? Status.FAIL : Status.WARN,
            starved ? ClusterReasons.OOM_KILLED : ClusterReasons.RESTARTS,
            text));
  }

  private static String ago(ContainerState.End end, Instant now) {
    return end.at().map(at -> " " + Words.roughly(Duration.between(at, now)) + " ago").orElse("");
  }

  private Complaint ending(Instant due, Instant now) {
    var late = Duration.between(due, now);
    return late.compareTo(bounds.readyWithin()) > 0
        ? new Complaint(
            Status.FAIL,
            ClusterReasons.NOT_READY,
            "was deleted, and should have been gone " + Words.roughly(late) + " ago")
        : new Complaint(Status.WARN, ClusterReasons.CHANGING, "is being deleted");
  }

  private Optional<Complaint> notReady(PodState pod, Instant now) {
    boolean pending = pod.phase().equals("Pending");
    var ready = pod.isReady();
    if (!pending && ready.isEmpty()) {
      return Optional.of(
          new Complaint(
              Status.UNKNOWN,
              ClusterReasons.STATE_UNKNOWN,
              "nobody knows whether it is ready" + colon(pod.ready().because())));
    }
    if (!pending && ready.orElse(false)) {
      return Optional.empty();
    }
    var since = pending ? pod.created() : pod.ready().since().or(pod::created);
    var waited = since.map(instant -> Duration.between(instant, now));
    boolean patient = waited.filter(time -> time.compareTo(bounds.readyWithin()) <= 0).isPresent();
    var text =
        (pending ? "is pending" : "is not ready")
            + waited.map(time -> " for " + Words.roughly(time)).orElse("")
            + colon(why(pod));
    if (patient) {
      return Optional.of(new Complaint(Status.WARN, ClusterReasons.CHANGING, text));
    }
    return Optional.of(
        new Complaint(
            Status.FAIL, pending ? ClusterReasons.PENDING : ClusterReasons.NOT_READY, text));
  }

  /** What is in the way, as far as the cluster tells. */
  private static String why(PodState pod) {
    if (pod.scheduled().isFalse()) {
      return pod.scheduled().because();
    }
    var waiting =
        pod.containers().stream()
            .filter(container -> !container.ready() && !container.succeeded())
            .map(PodJudge::state)
            .collect(Collectors.joining(", "));
    return waiting.isEmpty() ? pod.ready().because() : Words.line(waiting);
  }

  private static String state(ContainerState container) {
    var now = container.now();
    if (now.end().isPresent()) {
      return container.title() + ": " + now.end().get().text();
    }
    return container.title()
        + ": "
        + (now.phase() == Phase.WAITING
            ? Words.because(now.reason(), now.message())
            : now.phase() == Phase.RUNNING ? "not ready" : "in a state that nobody here knows");
  }

  private static String in(PodState pod) {
    return pod.node().isEmpty() ? "" : " (" + Words.line(pod.node()) + ")";
  }

  private static String colon(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }
}
