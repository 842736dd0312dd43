package dev.pulse.core.internal.notify;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.net.DirectHttp;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.net.RetryAfter;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.Buffer;

/**
 * Sends messages over HTTP as a {@link dev.pulse.api.notify.Notifier} must: once, on the caller's
 * thread, until that is interrupted; follows no redirect, reads a bounded answer, and says of each
 * failure whether trying again can help. No exception shows more of a URL than scheme, host and
 * port.
 *
 * <p>Connections are kept for a while and shared. Addresses that the lenient {@link EgressPolicy}
 * refuses are not connected to. Thread-safe.
 */
public final class HttpPost {
  private static final int LARGEST_ANSWER = 512 << 10;

  /** The longest that a channel may allow; whoever has none is not kept waiting for ever. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

  /**
   * What OkHttp says of a body with a status that has none. The server is wrong, but it has taken
   * the message, and would take it again at each new attempt.
   */
  private static final Pattern EMPTIED =
      Pattern.compile("HTTP (20[45]) had non-zero Content-Length");

  private static final class Shared {
    static final HttpPost SYSTEM =
        new HttpPost(Lookups.system(), FreshTls.platform(), InstantSource.system());
  }

  private final OkHttpClient client;
  private final InstantSource clock;

  /**
   * With connections of its own.
   *
   * @param clock by which a date in {@code Retry-After} is a length of time
   */
  public HttpPost(Lookups lookups, FreshTls tls, InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
    this.client =
        DirectHttp.client(EgressPolicy.lenient(), lookups, tls).callTimeout(LONGEST_CALL).build();
  }

  /** The one that all notifiers of the process share. */
  public static HttpPost system() {
    return Shared.SYSTEM;
  }

  /**
   * Sends a message that must be taken.
   *
   * @return an answer with a status of 200 to 299
   * @throws NotifyException for every other one, and when there was none
   * @throws InterruptedException when the thread was interrupted; the connection is closed then
   */
  public HttpAnswer send(HttpMessage message) throws InterruptedException {
    var answer = ask(message);
    if (!answer.isSuccess()) {
      throw answer.refusal();
    }
    return answer;
  }

  /**
   * Sends a message whose refusal the caller knows how to read.
   *
   * @return a success, a redirect, or a refusal that stays
   * @throws NotifyException that is worth retrying: for the statuses 408, 429, 500 and above, with
   *     the time that the answer tells, and when there was no answer
   * @throws InterruptedException when the thread was interrupted; the connection is closed then
   */
  public HttpAnswer ask(HttpMessage message) throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted(message);
    }
    var call = client.newCall(message.request());
    try (var response = call.execute()) {
      var answer = answer(message, response);
      if (!answer.isWhole()) {
        // Closing it would read what is left of it.
        call.cancel();
      }
      if (Thread.currentThread().isInterrupted() && !answer.isWhole()) {
        throw interrupted(message);
      }
      if (isWorthRetrying(answer.status())) {
        throw failure(message, response, answer);
      }
      return answer;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw interrupted(message);
      }
      var emptied = EMPTIED.matcher(String.valueOf(e.getMessage()));
      if (e instanceof ProtocolException && emptied.lookingAt()) {
        return new HttpAnswer(message, Integer.parseInt(emptied.group(1)), "", true);
      }
      throw BrokenCall.failure(message.place(), e);
    }
  }

  private static InterruptedException interrupted(HttpMessage message) {
    boolean unused = Thread.interrupted();
    return new InterruptedException("interrupted while sending to " + message.place());
  }

  private static boolean isWorthRetrying(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private static HttpAnswer answer(HttpMessage message, Response response) {
    int status = response.code();
    if (response.isSuccessful() && !message.isAnswerWanted()) {
      return new HttpAnswer(message, status, "", true);
    }
    var body = new Buffer();
    boolean whole = false;
    try {
      var source = response.body().source();
      while (body.size() <= LARGEST_ANSWER) {
        if (source.read(body, LARGEST_ANSWER + 1 - body.size()) < 0) {
          whole = true;
          break;
        }
      }
    } catch (IOException e) {
      // The status is known, which decides; whoever needs the body sees that it is not whole.
    }
    var bytes = Math.min(body.size(), LARGEST_ANSWER);
    return new HttpAnswer(message, status, read(body, bytes), whole);
  }

  private static String read(Buffer body, long bytes) {
    try {
      return body.readString(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("a buffer that is shorter than it is", e);
    }
  }

  private NotifyException failure(HttpMessage message, Response response, HttpAnswer answer) {
    var waits =
        Stream.of(
            RetryAfter.of(response, clock),
            message.waitMember().flatMap(member -> seconds(answer.body(), member)));
    return waits
        .flatMap(Optional::stream)
        .reduce((one, other) -> one.compareTo(other) > 0 ? one : other)
        .map(wait -> NotifyException.later(answer.words(), wait))
        .orElseGet(() -> NotifyException.passing(answer.words(), null));
  }

  private static Optional<Duration> seconds(String json, String member) {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(json))) {
      reader.beginObject();
      while (reader.hasNext()) {
        if (reader.nextName().equals(member)) {
          var number = reader.peek() == JsonReader.Token.NUMBER ? reader.nextString() : "";
          return RetryAfter.seconds(number);
        }
        reader.skipValue();
      }
      return Optional.empty();
    } catch (IOException | JsonDataException e) {
      // Not the answer that was announced: then it does not tell.
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "HTTP";
  }
}
