package dev.pulse.discord;

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

class DiscordBotContractTest extends RemoteNotifierContract {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final DiscordFake discord = new DiscordFake();

  DiscordBotContractTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    discord.close();
    for (var server : open) {
      server.close();
    }
  }

  @Override
  protected Notifier delivering() {
    return discord.bot().build();
  }

  @Override
  protected List<String> received() {
    return discord.calls().stream().map(call -> call.fields().toString()).toList();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("SECRET-TOKEN");
  }

  @Override
  protected Notifier failing() throws Exception {
    return answering(DiscordFake.answer(502, "Bot " + DiscordFake.TOKEN + "? bad gateway"));
  }

  @Override
  protected Notifier refusing() throws Exception {
    return answering(DiscordFake.error(404, 10015));
  }

  @Override
  protected Optional<Notifier> busy() throws Exception {
    return Optional.of(answering(DiscordFake.limited("6.9999")));
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
    var other = new DiscordFake();
    open.add(other);
    other.next("POST /channels/" + DiscordFake.CHANNEL + "/messages", answer);
    return other.bot().build();
  }

  private Notifier at(Fault fault) {
    var server = FaultServer.start(fault);
    open.add(server);
    return DiscordNotifier.bot(Secret.of(DiscordFake.TOKEN), DiscordFake.CHANNEL)
        .baseUrl(server.url())
        .build();
  }
}
