package dev.pulse.kubernetes;

import dev.pulse.core.internal.net.CallCanceller;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.WebSocketException;
import dev.pulse.core.internal.net.WebSocketFrames;
import dev.pulse.core.internal.net.WebSocketHandshake;
import dev.pulse.core.internal.text.ForeignText;
import dev.pulse.kubernetes.KubernetesException.Kind;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One program in one pod: the handshake, the output, the exit status, the good-bye, all on the
 * thread that asks. Confine to one thread.
 */
final class ExecCall {
  /** Those that carry an exit status, best first. */
  private static final int NOT_FOUND = 404;

  private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private static final Duration GOOD_BYE = Duration.ofSeconds(1);

  /** A message is at least this large at most, so that a status fits where no output is wanted. */
  private static final int SMALL = 64 << 10;

  private static final int LONGEST_PROTOCOL = 100;
  private static final int MOST_EMPTY_FRAMES = 10_000;

  private final KubernetesConnection connection;
  private final PodVisit visit;
  private final List<String> command;
  private final int maxOutput;

  ExecCall(KubernetesConnection connection, PodVisit visit, List<String> command, int maxOutput) {
    this.connection = connection;
    this.visit = visit;
    this.command = command;
    this.maxOutput = maxOutput;
  }

  /**
   * Runs the program.
   *
   * @param container where to run it; empty when the server shall know
   */
  ExecResult run(Optional<String> container) throws InterruptedException {
    var handshake = new WebSocketHandshake();
    try (var exchange =
        ApiExchange.open(
            connection, true, access -> request(access, handshake, container), visit.budget())) {
      if (exchange.status() != WebSocketHandshake.SWITCHING) {
        throw refusal(exchange);
      }
      return talk(exchange, handshake);
    }
  }

  private Request request(
      ClusterAccess access, WebSocketHandshake handshake, Optional<String> container) {
    var query = new ArrayList<Pair>();
    command.forEach(part -> query.add(new Pair("command", part)));
    container.ifPresent(name -> query.add(new Pair("container", name)));
    query.add(new Pair("stdin", "false"));
    query.add(new Pair("stdout", "true"));
    query.add(new Pair("stderr", "true"));
    query.add(new Pair("tty", "false"));
    var path = "/api/v1/namespaces/" + visit.namespace() + "/pods/" + visit.pod() + "/exec";
    return handshake.ask(access.request(path, query).newBuilder(), PROTOCOLS).build();
  }

  private KubernetesException refusal(ApiExchange exchange) {
    if (exchange.status() == NOT_FOUND) {
      return KubernetesException.of(Kind.NOT_FOUND, "pod not found: " + visit.pod());
    }
    var refusal = exchange.refusal();
    return switch (refusal.kind()) {
      case FORBIDDEN ->
          KubernetesException.of(
              Kind.FORBIDDEN,
              refusal.getMessage() + " (the service account needs get and create on pods/exec)");
      default -> refusal;
    };
  }

  private ExecResult talk(ApiExchange exchange, WebSocketHandshake handshake)
      throws InterruptedException {
    var response = exchange.response();
    var output = new ExecOutput(maxOutput);
    try (var watch = new CallCanceller(exchange.call(), visit.budget().begin())) {
      var socket = response.socket();
      if (socket == null) {
        judge(response, handshake);
        throw WebSocketException.protocol(
            "the server names more than the upgrade in \"Connection\"");
      }
      // Closing them gives the connection back, also when what it became is not to be used.
      try (var frames =
          new WebSocketFrames(
              socket, Math.max(maxOutput, SMALL) + 1, maxOutput + MOST_EMPTY_FRAMES)) {
        judge(response, handshake);
        var status = status(frames, output);
        sayGoodBye(exchange, frames);
        return output.result(ExitStatus.read(status));
      }
    } catch (WebSocketException e) {
      throw e.code() == WebSocketException.TOO_BIG ? output.tooMuch() : ClusterAccess.unusable(e);
    } catch (IOException e) {
      throw closedEarly(e);
    }
  }

  private static void judge(Response response, WebSocketHandshake handshake)
      throws WebSocketException {
    @Nullable String agreed = response.header("Sec-WebSocket-Protocol");
    if (agreed == null || !PROTOCOLS.contains(agreed)) {
      throw KubernetesException.of(
          Kind.UNSUPPORTED_PROTOCOL,
          "unsupported exec protocol: "
              + (agreed == null ? "none" : ForeignText.oneLine(agreed, LONGEST_PROTOCOL)));
    }
    handshake.judge(response);
  }

  /** Collects output until the status comes; its text. */
  private String status(WebSocketFrames frames, ExecOutput output) throws IOException {
    while (true) {
      var incoming = frames.next();
      if (incoming.isClose()) {
        throw new IOException("the server closed the WebSocket with " + incoming.closed());
      }
      Optional<String> status =
          incoming.text() == null ? output.take(incoming.payload()) : Optional.empty();
      if (status.isPresent()) {
        return status.get();
      }
    }
  }

  private KubernetesException closedEarly(IOException broken) throws InterruptedException {
    var failure = ApiExchange.failure(broken, visit.budget());
    return failure.kind() == Kind.TIMED_OUT
        ? failure
        : KubernetesException.of(
            Kind.CLOSED_EARLY, "connection closed before the exit status arrived", broken);
  }

  /** Closes as one should. The result is known; what happens here changes nothing about it. */
  private void sayGoodBye(ApiExchange exchange, WebSocketFrames frames) {
    var patience = visit.budget().remaining();
    var shorter = patience.compareTo(GOOD_BYE) < 0 ? patience : GOOD_BYE;
    try (var watch = new CallCanceller(exchange.call(), Deadline.in(shorter))) {
      frames.sendClose(WebSocketException.NORMAL);
      while (!frames.next().isClose()) {
        // What follows the status is of no interest.
      }
    } catch (IOException e) {
      // It is closed one way or the other.
    }
  }
}
