package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.EgressDeniedException;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.net.EgressPolicy;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers on the thread of the run: over UDP, again after two seconds of silence, each
 * server in turn; over TCP what did not fit. Confine to the thread of the run.
 */
final class DnsExchange {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int LARGEST = 65_535;

  private final DnsWire wire;
  private final @Nullable EgressPolicy policy;
  private final Deadline deadline;
  private final Stopwatch stopwatch;
  private @Nullable InetSocketAddress server;

  /** Without a policy every server may be asked. */
  DnsExchange(DnsWire wire, @Nullable EgressPolicy policy, Deadline deadline, Stopwatch stopwatch) {
    this.wire = wire;
    this.policy = policy;
    this.deadline = deadline;
    this.stopwatch = stopwatch;
  }

  /** The server that was asked last. */
  @Nullable InetSocketAddress server() {
    return server;
  }

  /** The first answer; when no server can be reached, why the first of them cannot. */
  DnsAnswer ask(List<InetSocketAddress> servers) throws IOException {
    var candidates = new ArrayList<>(servers);
    @Nullable IOException first = null;
    for (int turn = 0; !candidates.isEmpty(); turn++) {
      var candidate = candidates.get(turn % candidates.size());
      server = candidate;
      try {
        var answer = overUdp(candidate);
        return answer.truncated() ? overTcp(candidate) : answer;
      } catch (DnsFormatException | EgressDeniedException e) {
        throw e;
      } catch (SocketTimeoutException e) {
        if (deadline.passed()) {
          throw e;
        }
      } catch (IOException e) {
        if (deadline.passed() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        first = first == null ? e : first;
        candidates.remove(candidate);
        turn--;
      }
    }
    throw first == null ? new IOException("there is no name server to ask") : first;
  }

  private DnsAnswer overUdp(InetSocketAddress to) throws IOException {
    if (policy != null) {
      var rule = policy.check(to.getAddress());
      if (rule.isPresent()) {
        throw new EgressDeniedException(to.getAddress(), rule.get());
      }
    }
    stopwatch.begin(Phase.QUERY);
    var patience = Deadline.in(Duration.ofMillis(PATIENCE_MILLIS));
    // A channel's socket is closed when its thread is interrupted.
    try (var channel = DatagramChannel.open()) {
      channel.connect(to);
      channel.write(ByteBuffer.wrap(wire.question()));
      var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
      while (true) {
        int millis = Math.min(patience.remainingMillis(), deadline.remainingMillis());
        if (millis == 0) {
          throw new SocketTimeoutException("no answer in time");
        }
        channel.socket().setSoTimeout(millis);
        channel.socket().receive(packet);
        byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
        // Late answers to earlier questions, and forged ones, must not decide.
        if (wire.isMeant(answer)) {
          return wire.answer(answer);
        }
        packet.setLength(LARGEST);
      }
    } finally {
      stopwatch.end();
    }
  }

  private DnsAnswer overTcp(InetSocketAddress to) throws IOException {
    int millis = deadline.remainingMillis();
    if (millis == 0) {
      throw new SocketTimeoutException("no time left to connect");
    }
    stopwatch.begin(Phase.CONNECT);
    try (var socket = socket()) {
      socket.connect(to, millis);
      stopwatch.begin(Phase.QUERY);
      try (var watch = new SocketCloser(socket, deadline)) {
        byte[] question = wire.question();
        var framed = ByteBuffer.allocate(question.length + 2);
        framed.putShort((short) question.length).put(question);
        socket.getOutputStream().write(framed.array());
        var in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return wire.answer(answer);
      }
    } finally {
      stopwatch.end();
    }
  }

  /** A socket that is closed when its thread is interrupted. */
  private Socket socket() throws IOException {
    return policy == null
        ? SocketChannel.open().socket()
        : new GuardedSockets(policy).createSocket();
  }
}
