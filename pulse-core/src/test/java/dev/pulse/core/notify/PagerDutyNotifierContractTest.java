package dev.pulse.core.notify;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notifier;
import dev.pulse.testkit.RemoteNotifierContract;
import dev.pulse.testkit.fault.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;

class PagerDutyNotifierContractTest extends RemoteNotifierContract {
  private final HttpReceivers receivers = new HttpReceivers();

  @AfterEach
  void close() throws Exception {
    receivers.close();
  }

  @Override
  protected Notifier delivering() throws Exception {
    return notifier(receivers.good(202));
  }

  /** What a resolve says has no title: here it is what PagerDuty shows with its key. */
  @Override
  protected List<String> received() {
    return receivers.requests().stream().map(this::shown).toList();
  }

  private String shown(RecordedRequest request) {
    var body = request.getBody().utf8();
    if (!body.contains("\"event_action\":\"resolve\"")) {
      return body;
    }
    var key = body.replaceFirst(".*\"dedup_key\":\"([^\"]*)\".*", "$1");
    return body
        + receivers.requests().stream()
            .map(other -> other.getBody().utf8())
            .filter(other -> other.contains("trigger") && other.contains(key))
            .collect(Collectors.joining());
  }

  /** PagerDuty knows the incident, and adds to its log what is new. */
  @Override
  protected String identity(String received) {
    return received;
  }

  @Override
  protected Notifier failing() throws Exception {
    return notifier(receivers.answering(500));
  }

  @Override
  protected Notifier refusing() throws Exception {
    return notifier(receivers.answering(400));
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
    return Set.of("r0uting-key");
  }

  private static Notifier notifier(String url) {
    return PagerDutyNotifier.builder(Secret.of("r0uting-key")).baseUrl(url).build();
  }
}
