package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.kubernetes.PodAnswer;
import dev.pulse.kubernetes.PodExec;
import dev.pulse.kubernetes.PodFailure;
import dev.pulse.kubernetes.PodQuestion;
import dev.pulse.kubernetes.PodScanner;
import dev.pulse.kubernetes.PodSqlite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the pods of a cluster by their own sqlite3. Thread-safe. */
final class KubernetesPods implements Pods {
  private static final String USUAL_NAMESPACE = "infra";

  private final ExecutionsSettings settings;
  private final KubernetesConnection connection;
  private final PodExec exec;
  private final PodQuestion<Execution> question;
  private final Object lock = new Object();
  private @Nullable Place place;
  private boolean closed;

  /** Those who ask in a namespace. */
  private record Place(String namespace, PodScanner<Execution> scanner) {}

  KubernetesPods(ExecutionsSettings settings, KubernetesConnection.Builder kubernetes) {
    this.settings = requireNonNull(settings, "settings");
    this.connection = kubernetes.fallbackNamespace(USUAL_NAMESPACE).build();
    var running = PodExec.builder(connection).timeout(settings.timeout());
    settings.container().ifPresent(running::container);
    this.exec = running.build();
    var sqlite =
        PodSqlite.query(settings.query()).file(settings.file()).program(settings.program()).build();
    this.question = visit -> Execution.of(sqlite.ask(visit).get(0));
  }

  @Override
  public String namespace() {
    return settings.namespace().orElseGet(connection::namespace);
  }

  @Override
  public boolean isConfigured() {
    return connection.configured();
  }

  @Override
  public boolean isConnected() {
    return connection.configured() && connection.connected();
  }

  @Override
  public List<PodResult> ask() throws InterruptedException {
    var scan = scanner(namespace()).scan();
    return scan.answers().stream().map(KubernetesPods::result).toList();
  }

  private static PodResult result(PodAnswer<Execution> answer) {
    return new PodResult(
        answer.pod(),
        answer.value().orElse(null),
        answer.failure().map(PodFailure::message).orElse(null),
        answer.at(),
        answer.took());
  }

  /** A namespace can be found out later than at the start, with the configuration. */
  private PodScanner<Execution> scanner(String namespace) {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("nobody asks any more");
      }
      if (place == null || !place.namespace().equals(namespace)) {
        leave();
        place =
            new Place(
                namespace,
                PodScanner.builder(exec, question)
                    .namespace(namespace)
                    .pods(settings.pods().names())
                    .concurrency(settings.concurrency())
                    .precheck(settings.precheck())
                    .build());
      }
      return place.scanner();
    }
  }

  private void leave() {
    if (place != null) {
      place.scanner().close();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      leave();
    }
  }
}
