package dev.pulse.core.notify;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notifier;
import dev.pulse.testkit.RemoteNotifierContract;
import dev.pulse.testkit.fault.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class WebhookNotifierContractTest extends RemoteNotifierContract {
  private final HttpReceivers receivers = new HttpReceivers();

  @AfterEach
  void close() throws Exception {
    receivers.close();
  }

  @Override
  protected Notifier delivering() throws Exception {
    return notifier(receivers.good(200));
  }

  @Override
  protected List<String> received() {
    return receivers.requests().stream()
        .map(request -> request.getHeaders() + "\n" + request.getBody().utf8())
        .toList();
  }

  @Override
  protected String identity(String received) {
    return received
        .lines()
        .filter(line -> line.startsWith("Idempotency-Key:"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected Notifier failing() throws Exception {
    return notifier(receivers.answering(503));
  }

  @Override
  protected Notifier refusing() throws Exception {
    return notifier(receivers.answering(404));
  }

  @Override
  protected Optional<Notifier> busy() throws Exception {
    return Optional.of(
        notifier(receivers.answering(429, "Retry-After", String.valueOf(WAIT.toSeconds()))));
  }

  @Override
  protected Notifier unreachable() {
    return notifier(receivers.faulty(Fault.REFUSED));
  }

  @Override
  protected Notifier resetting() {
    return notifier(receivers.faulty(Fault.RESET_AFTER_REQUEST));
  }

  @Override
  protected Notifier stalling() {
    return notifier(receivers.faulty(Fault.SILENT));
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(
        "T0KEN-in-path", "qu3ry-key", "p4ssword", "YWRhOnA0c3N3b3Jk", "h3ader", "s1gning");
  }

  private static Notifier notifier(String url) {
    return WebhookNotifier.builder(Secret.of(url + "/hooks/T0KEN-in-path?key=qu3ry-key"))
        .basicAuth("ada", Secret.of("p4ssword"))
        .header("X-Api-Key", Secret.of("h3ader"))
        .signedWith(Secret.of("s1gning"))
        .build();
  }
}
