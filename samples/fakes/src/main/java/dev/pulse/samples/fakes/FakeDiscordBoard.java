package dev.pulse.samples.fakes;

import dev.pulse.samples.fakes.FakeDiscord.FakeThread;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The messages and threads of a Discord that is not in trouble. Not thread-safe. */
final class FakeDiscordBoard {
  private static final int UNKNOWN_MESSAGE = 10008;
  private static final int INVALID = 50035;
  private static final int THREAD_EXISTS = 160004;

  private final InstantSource clock;
  private final Map<Long, FakeMessage> messages = new TreeMap<>();
  private final Map<String, FakeThread> threads = new HashMap<>();
  private final Map<String, Long> nonces = new HashMap<>();
  private long lastId;
  private @Nullable FakeMessage news;

  FakeDiscordBoard(InstantSource clock) {
    this.clock = clock;
  }

  /** All messages, in the order in which they were posted. */
  List<FakeMessage> messages() {
    return List.copyOf(messages.values());
  }

  Optional<FakeThread> thread(String id) {
    return Optional.ofNullable(threads.get(id));
  }

  boolean isMessage(String id) {
    return messages.containsKey(number(id));
  }

  void delete(String id) {
    messages.remove(number(id));
  }

  /** The message that was posted or edited since somebody asked. */
  Optional<FakeMessage> news() {
    var found = Optional.ofNullable(news);
    news = null;
    return found;
  }

  /** What stands in a channel after a message; a hundred at most. */
  MockResponse history(String channel, @Nullable String after) {
    long least = after == null ? 0 : number(after);
    var found =
        messages.entrySet().stream()
            .filter(it -> it.getKey() > least && it.getValue().channel().equals(channel))
            .limit(100)
            .map(Map.Entry::getValue)
            .toList();
    return FakeDiscordAnswers.history(found);
  }

  /** Posts a message, or answers the one that has its nonce. */
  MockResponse post(String channel, FakeDiscordBody body) {
    var problems = FakeDiscordRules.problems(body.fields());
    if (!problems.isEmpty()) {
      return FakeDiscordAnswers.invalid(INVALID, problems);
    }
    var nonce = channel + "/" + body.fields().get("nonce");
    boolean enforced = Boolean.TRUE.equals(body.fields().get("enforce_nonce"));
    @Nullable Long known = enforced ? nonces.get(nonce) : null;
    @Nullable FakeMessage same = known == null ? null : messages.get(known);
    if (same != null) {
      return FakeDiscordAnswers.message(same);
    }
    lastId = Math.max(lastId + 1, snowflake(clock.instant()));
    var message =
        new FakeMessage(
            String.valueOf(lastId), channel, clock.instant(), body.fields(), body.files(), 0);
    messages.put(lastId, message);
    nonces.put(nonce, lastId);
    news = message;
    return FakeDiscordAnswers.message(message);
  }

  /** Changes a message. */
  MockResponse edit(String channel, String id, FakeDiscordBody body) {
    @Nullable FakeMessage message = messages.get(number(id));
    if (message == null || !message.channel().equals(channel)) {
      return FakeDiscordAnswers.error(404, UNKNOWN_MESSAGE, "Unknown Message");
    }
    var edited = message.edited(body.fields(), body.files());
    var problems = FakeDiscordRules.problems(edited.fields());
    if (!problems.isEmpty()) {
      return FakeDiscordAnswers.invalid(INVALID, problems);
    }
    messages.put(number(id), edited);
    news = edited;
    return FakeDiscordAnswers.message(edited);
  }

  /** Starts the thread below a message. */
  MockResponse startThread(String channel, String id, FakeDiscordBody body) {
    if (!messages.containsKey(number(id))) {
      return FakeDiscordAnswers.error(404, UNKNOWN_MESSAGE, "Unknown Message");
    }
    if (threads.containsKey(id)) {
      return FakeDiscordAnswers.error(
          400, THREAD_EXISTS, "A thread has already been created for this message");
    }
    var problems = FakeDiscordRules.problemsOfThread(body.fields());
    if (!problems.isEmpty()) {
      return FakeDiscordAnswers.invalid(INVALID, problems);
    }
    var minutes = body.fields().get("auto_archive_duration");
    var thread =
        new FakeThread(
            id,
            channel,
            String.valueOf(body.fields().get("name")),
            minutes instanceof Double given ? given.intValue() : 1_440);
    threads.put(id, thread);
    return FakeDiscordAnswers.thread(thread);
  }

  private static long number(String id) {
    return id.matches("[0-9]{1,18}|[0-8][0-9]{18}") ? Long.parseLong(id) : -1;
  }

  /** As Discord's ids have the time: milliseconds since 2015, above their lowest 22 bits. */
  private static long snowflake(Instant at) {
    return (at.toEpochMilli() - Instant.parse("2015-01-01T00:00:00Z").toEpochMilli()) << 22;
  }
}
