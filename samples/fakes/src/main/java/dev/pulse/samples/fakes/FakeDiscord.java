package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A Discord on the loopback interface, as far as a bot that posts needs it: messages with embeds,
 * components and files, edits, threads below messages, history, nonces. It refuses what Discord
 * refuses, shows how every channel stands, and can be told to be in trouble. Every id is a channel
 * unless it is told otherwise. Thread-safe.
 *
 * <pre>{@code
 * try (var discord = FakeDiscord.start()) {
 *   run("DISCORD_API_BASE", discord.api(), "DISCORD_BOT_TOKEN", FakeDiscord.TOKEN);
 *   assertThat(discord.messages("197038439483310086")).hasSize(1);
 * }
 * }</pre>
 */
public final class FakeDiscord implements AutoCloseable {
  /** The token of the bot; any other is refused. */
  public static final String TOKEN = "fake.discord.token";

  /** The id of the bot, as the author of its messages. */
  public static final String BOT = "100000000000000001";

  private static final String ROOT = "/api/v10";
  private static final int UNKNOWN_CHANNEL = 10003;
  private static final int NO_ACCESS = 50001;
  private static final int NO_PERMISSION = 50013;

  private final MockWebServer server = LoopbackServer.of(this::answer);
  private final Object lock = new Object();
  private final FakeDiscordBoard board;
  private final Set<String> unknown = new HashSet<>();
  private final Set<String> forbidden = new HashSet<>();
  private final Set<String> threadless = new HashSet<>();
  private final List<String> calls = new ArrayList<>();
  private final List<Consumer<FakeMessage>> watchers = new CopyOnWriteArrayList<>();
  private int failures;
  private int limits;
  private Duration wait = Duration.ZERO;

  /**
   * A thread.
   *
   * @param id that of the message that it hangs from
   * @param channel the channel of that message
   * @param name what it is called
   * @param archiveAfter after how many minutes without a word it is put away
   */
  public record FakeThread(String id, String channel, String name, int archiveAfter) {}

  private FakeDiscord(InstantSource clock) {
    this.board = new FakeDiscordBoard(clock);
  }

  /** One at a port that is free. */
  public static FakeDiscord start() {
    return start(0, InstantSource.system());
  }

  /**
   * One at a port of one's choice.
   *
   * @param clock by which messages get their ids and times
   */
  public static FakeDiscord start(int port, InstantSource clock) {
    var discord = new FakeDiscord(requireNonNull(clock, "clock"));
    try {
      discord.server.start(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " cannot be opened: " + e.getMessage(), e);
    }
    return discord;
  }

  /** Where the API is: what {@code DISCORD_API_BASE} wants. */
  public URI api() {
    return server.url(ROOT).uri();
  }

  /** What stands in a channel or a thread now, in order. */
  public List<FakeMessage> messages(String channel) {
    synchronized (lock) {
      return board.messages().stream().filter(it -> it.channel().equals(channel)).toList();
    }
  }

  /** All messages, in the order in which they were posted. */
  public List<FakeMessage> messages() {
    synchronized (lock) {
      return board.messages();
    }
  }

  /** The thread below a message. */
  public Optional<FakeThread> thread(String message) {
    synchronized (lock) {
      return board.thread(message);
    }
  }

  /** What was asked of it: methods and paths, in order. */
  public List<String> calls() {
    synchronized (lock) {
      return List.copyOf(calls);
    }
  }

  /** Tells somebody of every message that is posted or edited, on the thread that serves it. */
  public void watch(Consumer<FakeMessage> watcher) {
    watchers.add(requireNonNull(watcher, "watcher"));
  }

  /** From now on there is no such channel. */
  public void forget(String channel) {
    synchronized (lock) {
      unknown.add(channel);
    }
  }

  /** From now on the bot may not see this channel. */
  public void forbid(String channel) {
    synchronized (lock) {
      forbidden.add(channel);
    }
  }

  /** From now on the bot may start no threads in this channel. */
  public void forbidThreads(String channel) {
    synchronized (lock) {
      threadless.add(channel);
    }
  }

  /** Takes back what was said of a channel. */
  public void allow(String channel) {
    synchronized (lock) {
      unknown.remove(channel);
      forbidden.remove(channel);
      threadless.remove(channel);
    }
  }

  /** The next calls are asked to come again later. */
  public void limit(int calls, Duration wait) {
    synchronized (lock) {
      this.limits = calls;
      this.wait = requireNonNull(wait, "wait");
    }
  }

  /** The next calls find Discord in trouble. */
  public void fail(int calls) {
    synchronized (lock) {
      this.failures = calls;
    }
  }

  /** Removes a message, as a moderator would. */
  public void delete(String message) {
    synchronized (lock) {
      board.delete(message);
    }
  }

  private MockResponse answer(RecordedRequest request) {
    var url = request.getUrl();
    var path = url.encodedPath();
    if (!path.startsWith(ROOT + "/")) {
      return FakeDiscordAnswers.error(404, 0, "404: Not Found");
    }
    var parts = path.substring(ROOT.length() + 1).split("/", -1);
    var method = String.valueOf(request.getMethod());
    Optional<FakeMessage> shown;
    MockResponse answer;
    synchronized (lock) {
      calls.add(method + " " + path.substring(ROOT.length()));
      var trouble = trouble(request);
      if (trouble != null) {
        return trouble;
      }
      if (parts.length < 3 || !parts[0].equals("channels") || !parts[2].equals("messages")) {
        return FakeDiscordAnswers.error(404, 0, "404: Not Found");
      }
      answer = channel(method, parts, request);
      shown = board.news();
    }
    shown.ifPresent(message -> watchers.forEach(watcher -> watcher.accept(message)));
    return answer;
  }

  private @Nullable MockResponse trouble(RecordedRequest request) {
    if (failures > 0) {
      failures--;
      return FakeDiscordAnswers.error(503, 0, "Service Unavailable");
    }
    if (limits > 0) {
      limits--;
      return FakeDiscordAnswers.limited(wait);
    }
    return ("Bot " + TOKEN).equals(request.getHeaders().get("Authorization"))
        ? null
        : FakeDiscordAnswers.error(401, 0, "401: Unauthorized");
  }

  private MockResponse channel(String method, String[] parts, RecordedRequest request) {
    var channel = parts[1];
    if (!channel.matches("[0-9]{1,20}")
        || unknown.contains(channel)
        || (board.thread(channel).isEmpty() && board.isMessage(channel))) {
      return FakeDiscordAnswers.error(404, UNKNOWN_CHANNEL, "Unknown Channel");
    }
    if (forbidden.contains(board.thread(channel).map(FakeThread::channel).orElse(channel))) {
      return FakeDiscordAnswers.error(403, NO_ACCESS, "Missing Access");
    }
    return switch (method + " " + parts.length) {
      case "GET 3" -> board.history(channel, request.getUrl().queryParameter("after"));
      case "POST 3" -> board.post(channel, FakeDiscordBody.of(request));
      case "PATCH 4" -> board.edit(channel, parts[3], FakeDiscordBody.of(request));
      case "POST 5" ->
          threadless.contains(channel)
              ? FakeDiscordAnswers.error(403, NO_PERMISSION, "Missing Permissions")
              : board.startThread(channel, parts[3], FakeDiscordBody.of(request));
      default -> FakeDiscordAnswers.error(405, 0, "405: Method Not Allowed");
    };
  }

  /** Closes its port. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * Listens until it is stopped, and prints each message that is posted or edited as a line of
   * JSON.
   *
   * @param arguments the port; 8765 when there is none
   */
  public static void main(String[] arguments) {
    var discord =
        start(
            arguments.length == 0 ? 8765 : Integer.parseInt(arguments[0]), InstantSource.system());
    discord.watch(message -> System.out.println(discord.line(message)));
    Runtime.getRuntime().addShutdownHook(new Thread(discord::close, "fake-discord-close"));
    System.out.println("Discord at " + discord.api() + " (DISCORD_API_BASE), token " + TOKEN);
  }

  private String line(FakeMessage message) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("event", message.edits() == 0 ? "posted" : "edited");
    shown.put("channel", message.channel());
    thread(message.channel()).ifPresent(thread -> shown.put("thread", thread.name()));
    shown.put("id", message.id());
    shown.put("message", message.fields());
    shown.put("files", message.files().stream().map(FakeMessage.FakeFile::name).toList());
    return FakeDiscordBody.json(shown);
  }
}
