package dev.pulse.core.check;

import dev.pulse.api.check.CheckContext;
import dev.pulse.core.internal.net.CallCanceller;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.WebSocketException;
import dev.pulse.core.internal.net.WebSocketFrames;
import dev.pulse.core.internal.net.WebSocketHandshake;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The talk of one run: the handshake, the messages, the good-bye. OkHttp makes the handshake and
 * hands over the connection; everything happens on the thread of the run, so that an interrupt
 * reaches it wherever it blocks. Confine to that thread.
 */
final class WebSocketExchange {
  static final int MOST_MESSAGES = 100;

  private final WebSocketPlan plan;
  private final OkHttpClient client;
  private final HttpTimeline timeline;
  private final Deadline deadline;
  private final CheckContext context;
  private final WebSocketHandshake handshake = new WebSocketHandshake();
  private int status;
  private int messages;
  private long bytes;
  private int closeCode;
  private @Nullable String subprotocol;

  /**
   * How it went.
   *
   * @param opened whether the server agreed
   * @param latency from the start of the run to the expected message, or to the handshake when none
   *     is expected
   * @param text of the expected message; null when there is none
   */
  record Answer(boolean opened, Duration latency, @Nullable String text) {}

  WebSocketExchange(
      WebSocketPlan plan,
      OkHttpClient client,
      HttpTimeline timeline,
      Deadline deadline,
      CheckContext context) {
    this.plan = plan;
    this.client = client;
    this.timeline = timeline;
    this.deadline = deadline;
    this.context = context;
  }

  /** The status of the answer; 0 without one. */
  int status() {
    return status;
  }

  /** How many messages came before the end was known. */
  int messages() {
    return messages;
  }

  /** How many bytes of messages came. */
  long bytes() {
    return bytes;
  }

  /** With what the server closed; 0 when it did not. */
  int closeCode() {
    return closeCode;
  }

  /** What was agreed upon; null for nothing. */
  @Nullable String subprotocol() {
    return subprotocol;
  }

  Answer run() throws IOException {
    var call = client.newCall(request());
    call.timeout().timeout(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    try (var response = call.execute()) {
      status = response.code();
      var latency = deadline.elapsed();
      if (status != WebSocketHandshake.SWITCHING) {
        // Closing a response reads what is left of it for a while; cancelling does not.
        call.cancel();
        return new Answer(false, latency, null);
      }
      @Nullable Socket socket = response.socket();
      if (socket == null) {
        return shookHands(response, latency);
      }
      try (var watch = new CallCanceller(call, deadline);
          var frames = new WebSocketFrames(socket)) {
        return talk(call, response, frames, latency);
      }
    } finally {
      call.cancel();
    }
  }

  private Request request() {
    var request = new Request.Builder().url(plan.http().url).headers(plan.http().headers);
    return handshake.ask(request, plan.subprotocols()).build();
  }

  private Answer talk(Call call, Response response, WebSocketFrames frames, Duration opened)
      throws IOException {
    try {
      judge(response);
      if (plan.messages().isEmpty() && plan.expected().isNothing()) {
        sayGoodBye(call, frames);
        return new Answer(true, opened, null);
      }
      timeline.stopwatch().begin(Phase.MESSAGE);
      for (String message : plan.messages()) {
        frames.send(message);
      }
      @Nullable String text = plan.expected().isNothing() ? null : await(frames);
      var latency = plan.expected().isNothing() ? opened : deadline.elapsed();
      timeline.stopwatch().end();
      sayGoodBye(call, frames);
      return new Answer(true, latency, text);
    } catch (WebSocketException e) {
      tell(call, frames, e.code());
      throw e;
    } finally {
      bytes = frames.received();
    }
  }

  /**
   * OkHttp keeps the connection to itself when {@code Connection} names more than the upgrade. The
   * handshake is right then, but nobody here can talk.
   */
  private Answer shookHands(Response response, Duration latency) throws WebSocketException {
    boolean upgrades =
        response.headers("Connection").stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
    if (!upgrades) {
      throw WebSocketException.protocol("the server switches without \"Connection: Upgrade\"");
    }
    judge(response);
    if (!plan.messages().isEmpty() || !plan.expected().isNothing()) {
      throw WebSocketException.unknown(
          "the server opens the WebSocket, but names more than the upgrade in \"Connection\", where"
              + " Pulse cannot exchange messages");
    }
    return new Answer(true, latency, null);
  }

  private void judge(Response response) throws WebSocketException {
    handshake.judge(response);
    var agreed = response.header("Sec-WebSocket-Protocol");
    if (agreed == null && !plan.subprotocols().isEmpty()) {
      throw WebSocketException.protocol(
          "the server agrees to no subprotocol; asked for: "
              + String.join(", ", plan.subprotocols()));
    }
    if (agreed != null && !plan.subprotocols().contains(agreed)) {
      throw WebSocketException.protocol("the server agrees to a subprotocol that nobody asked for");
    }
    subprotocol = agreed;
  }

  /** Waits for the expected message; its text, or null when it is not a text. */
  private @Nullable String await(WebSocketFrames frames) throws IOException {
    while (true) {
      var incoming = frames.next();
      if (incoming.isClose()) {
        closeCode = incoming.closed();
        throw WebSocketException.closed(
            "the server closed the WebSocket (" + closeCode + ") before the expected message");
      }
      messages++;
      if (plan.expected().matches(incoming)) {
        return incoming.text();
      }
      if (messages == MOST_MESSAGES) {
        throw WebSocketException.tooMuch(
            MOST_MESSAGES + " messages came, and none is the expected one");
      }
    }
  }

  /** Closes as one should. The verdict is known; what happens here changes nothing about it. */
  private void sayGoodBye(Call call, WebSocketFrames frames) {
    try (var watch = new CallCanceller(call, Deadline.in(plan.goodBye()))) {
      frames.sendClose(WebSocketException.NORMAL);
      for (int i = 0; i < MOST_MESSAGES; i++) {
        var incoming = frames.next();
        if (incoming.isClose()) {
          closeCode = incoming.closed();
          return;
        }
      }
      context.log().add("the server went on after it was asked to close");
    } catch (IOException e) {
      context.log().add("the server did not close in order: " + e.getClass().getName());
    }
    // Dropped rather than closed: closing would wait for a server that does not read.
    call.cancel();
  }

  /** Says what is wrong before the connection is dropped. */
  private void tell(Call call, WebSocketFrames frames, int code) {
    try (var watch = new CallCanceller(call, Deadline.in(plan.goodBye()))) {
      frames.sendClose(code);
    } catch (IOException e) {
      context.log().add("the server could not be told: " + e.getClass().getName());
    }
    call.cancel();
  }
}
