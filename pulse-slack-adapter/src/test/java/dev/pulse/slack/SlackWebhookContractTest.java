package dev.pulse.slack;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notifier;
import dev.pulse.testkit.RemoteNotifierContract;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;

class SlackWebhookContractTest extends RemoteNotifierContract {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final SlackFake slack = new SlackFake();

  SlackWebhookContractTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    slack.close();
    for (var server : open) {
      server.close();
    }
  }

  @Override
  protected Notifier delivering() {
    return SlackNotifier.webhook(slack.hook()).build();
  }

  @Override
  protected List<String> received() {
    return slack.calls().stream().map(call -> call.fields().toString()).toList();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("SECRETHOOK");
  }

  @Override
  protected Notifier failing() throws Exception {
    return answering(SlackFake.text(500, "rollup_error"));
  }

  @Override
  protected Notifier refusing() throws Exception {
    return answering(SlackFake.text(404, "no_service " + SlackFake.HOOK));
  }

  @Override
  protected Optional<Notifier> busy() throws Exception {
    var busy = new MockResponse.Builder().code(429).setHeader("Retry-After", WAIT.toSeconds());
    return Optional.of(answering(busy.build()));
  }

  @Override
  protected Notifier unreachable() {
    return at(Fault.REFUSED);
  }

  @Override
  protected Notifier resetting() {
    return at(Fault.RESET_AFTER_REQUEST);
  }

  @Override
  protected Notifier stalling() {
    return at(Fault.SILENT);
  }

  private Notifier answering(MockResponse answer) throws Exception {
    var other = new SlackFake();
    open.add(other);
    other.next("hook", answer);
    return SlackNotifier.webhook(other.hook()).build();
  }

  private Notifier at(Fault fault) {
    var server = FaultServer.start(fault);
    open.add(server);
    var url = server.url().resolve(SlackFake.HOOK).toString();
    return SlackNotifier.webhook(Secret.of(url)).build();
  }
}
