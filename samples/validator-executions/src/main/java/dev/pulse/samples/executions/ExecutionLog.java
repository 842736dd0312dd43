package dev.pulse.samples.executions;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people who run the system read about it. Thread-safe. */
final class ExecutionLog {
  /** The name that the logger has had since the original. */
  static final String LOGGER = "bboostd-validator-monitoring";

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  /** All that Unicode takes for a control or the end of a line, and not only what ASCII does. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  private static final int LONGEST = 600;

  private ConnectionStatus said = ConnectionStatus.UNSAID;

  private enum ConnectionStatus {
    UNSAID,
    UNCONFIGURED,
    DISCONNECTED,
    CONNECTED
  }

  /** Says where the pods will be asked; whether anybody answers there shows the first scan. */
  void begins(Pods pods) {
    if (pods.isConfigured()) {
      log.info("Kubernetes is configured; the namespace is {}", pods.namespace());
    } else {
      connection(pods);
    }
  }

  /** Says how the connection is, when that is another than it was. */
  synchronized void connection(Pods pods) {
    var now = statusOf(pods);
    if (now == said) {
      return;
    }
    said = now;
    switch (now) {
      case CONNECTED -> log.info("Connected to Kubernetes; the namespace is {}", pods.namespace());
      case DISCONNECTED ->
          log.info(
              "Kubernetes does not answer, or does not know who asks; the namespace is {}",
              pods.namespace());
      default ->
          log.error(
              "There is no Kubernetes configuration: no service account, no KUBECONFIG and no"
                  + " .kube/config; it is looked for again at each scan");
    }
  }

  private static ConnectionStatus statusOf(Pods pods) {
    if (!pods.isConfigured()) {
      return ConnectionStatus.UNCONFIGURED;
    }
    return pods.isConnected() ? ConnectionStatus.CONNECTED : ConnectionStatus.DISCONNECTED;
  }

  /** Says what became of each pod, and of all. */
  void scanned(Scan scan) {
    for (PodResult pod : scan.pods()) {
      var execution = pod.execution();
      if (execution == null) {
        log.warn("{}: {}", pod.pod(), line(String.valueOf(pod.error())));
      } else {
        log.debug("{}: {}", pod.pod(), line(execution.state()));
        if (execution.meaning() == ExecutionState.OTHER) {
          log.debug(
              "{}: the state \"{}\" is not known and counts as 0",
              pod.pod(),
              line(execution.state()));
        }
      }
    }
    log.info(
        "Scan completed: {} succeeded, {} failed, {} in total",
        scan.succeeded(),
        scan.failed(),
        scan.pods().size());
  }

  void warn(String message) {
    log.warn("{}", message);
  }

  void listening(Object uri) {
    log.info("Listening on {}", uri);
  }

  void failed(String what, Throwable failure) {
    log.error("{}", line(what), failure);
  }

  /** A text from elsewhere as it may stand in a log: short, on one line. */
  static String line(String text) {
    return Execution.cut(CONTROLS.matcher(text).replaceAll(" "), LONGEST);
  }
}
