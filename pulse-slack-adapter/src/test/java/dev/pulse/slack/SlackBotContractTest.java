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

class SlackBotContractTest extends RemoteNotifierContract {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final SlackFake slack = new SlackFake();

  SlackBotContractTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    slack.close();
    for (var server : open) {
      server.close();
    }
  }

  @Override
  protected Notifier delivering() {
    return slack.bot().build();
  }

  @Override
  protected List<String> received() {
    return slack.calls().stream().map(call -> call.fields().toString()).toList();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("SECRET-TOKEN");
  }

  @Override
  protected Notifier failing() throws Exception {
    return answering(SlackFake.json("{\"ok\":false,\"error\":\"internal_error\"}"));
  }

  @Override
  protected Notifier refusing() throws Exception {
    return answering(
        SlackFake.json("{\"ok\":false,\"error\":\"who is " + SlackFake.TOKEN + "?\"}"));
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
    other.next("chat.postMessage", answer);
    return other.bot().build();
  }

  private Notifier at(Fault fault) {
    var server = FaultServer.start(fault);
    open.add(server);
    return SlackNotifier.bot(Secret.of(SlackFake.TOKEN), SlackFake.CHANNEL)
        .baseUrl(server.url())
        .build();
  }
}
