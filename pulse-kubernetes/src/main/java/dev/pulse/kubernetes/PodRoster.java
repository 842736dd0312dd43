package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there: the pods of a namespace with their phases. A list that cannot be had is no reason
 * to ask nobody, and is told once until there is one again. Thread-safe.
 */
final class PodRoster {
  private static final Logger log = LoggerFactory.getLogger(PodScanner.class);
  private static final String RUNNING = "Running";

  private final KubernetesConnection connection;
  private final Duration timeout;
  private final AtomicBoolean told = new AtomicBoolean();

  PodRoster(KubernetesConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** Asks the server; a call that knows everybody when it does not answer. */
  Call call(String namespace) throws InterruptedException {
    var phases = new HashMap<String, String>();
    try {
      var path = "/api/v1/namespaces/" + namespace + "/pods";
      KubernetesApi.of(connection)
          .list(path, Map.of(), TimeBudget.of(timeout), Present::of)
          .stream()
          .flatMap(Optional::stream)
          .forEach(pod -> phases.put(pod.name(), pod.phase()));
    } catch (KubernetesException e) {
      if (!told.getAndSet(true)) {
        log.warn(
            "The pods in {} cannot be listed, so all of them are asked: {}",
            namespace,
            e.getMessage());
      }
      return pod -> Optional.empty();
    }
    told.set(false);
    return pod -> missing(pod, phases);
  }

  private static Optional<PodFailure> missing(String pod, Map<String, String> phases) {
    var phase = phases.get(pod);
    if (phase == null) {
      return Optional.of(new PodFailure(Kind.NOT_FOUND, "pod not found: " + pod));
    }
    return phase.equals(RUNNING)
        ? Optional.empty()
        : Optional.of(
            new PodFailure(Kind.POD_NOT_RUNNING, "pod not running: " + Words.line(phase)));
  }

  /** A pod, as far as it matters here. */
  private record Present(String name, String phase) {
    static Optional<Present> of(Json pod) {
      return pod.text("metadata", "name")
          .map(name -> new Present(name, pod.text("status", "phase").orElse("Unknown")));
    }
  }

  /** Who was there at one time. */
  interface Call {
    /** Why a pod cannot be asked; empty when it can. */
    Optional<PodFailure> whyNot(String pod);
  }
}
