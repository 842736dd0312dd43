package dev.pulse.core.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, over UDP and TCP, that answers whatever a test wants. */
final class DnsServer implements AutoCloseable {
  /** What is sent back for a question, each as one datagram or one TCP message. */
  @FunctionalInterface
  interface Talk {
    List<byte[]> answers(byte[] question) throws Exception;
  }

  private final DatagramSocket datagrams;
  private final RawServer streams;
  private final Talk overUdp;
  private final AtomicInteger asked = new AtomicInteger();

  DnsServer(Talk overUdp, Talk overTcp) {
    this.overUdp = overUdp;
    this.streams =
        new RawServer(
            socket -> {
              var in = new DataInputStream(socket.getInputStream());
              byte[] question = in.readNBytes(in.readUnsignedShort());
              var out = new DataOutputStream(socket.getOutputStream());
              for (byte[] answer : overTcp.answers(question)) {
                out.writeShort(answer.length);
                out.write(answer);
              }
            });
    try {
      this.datagrams = new DatagramSocket(streams.port(), InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var thread = new Thread(this::serve, "dns-server");
    thread.setDaemon(true);
    thread.start();
  }

  DnsServer(Talk talk) {
    this(talk, talk);
  }

  /** Answers each question with these records, in the notation of zone files. */
  static DnsServer answering(String... records) {
    return new DnsServer(question -> List.of(answer(question, 0, records)));
  }

  /** Answers each question with a response code and nothing else. */
  static DnsServer failing(int code) {
    return new DnsServer(question -> List.of(answer(question, code)));
  }

  static DnsServer silent() {
    return new DnsServer(question -> List.of());
  }

  /** An answer with records such as {@code www.example. A 192.0.2.1}. */
  static byte[] answer(byte[] question, int code, String... records) throws IOException {
    var asked = new Message(question);
    var answer = new Message(asked.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(code);
    answer.addRecord(asked.getQuestion(), Section.QUESTION);
    for (String record : records) {
      var parts = record.split(" ", 3);
      answer.addRecord(
          Record.fromString(
              Name.fromString(parts[0]), Type.value(parts[1]), DClass.IN, 300, parts[2], Name.root),
          Section.ANSWER);
    }
    return answer.toWire();
  }

  /** The same answer, marked as not all of it. */
  static byte[] truncated(byte[] answer) {
    byte[] copy = answer.clone();
    copy[2] |= 2;
    return copy;
  }

  int port() {
    return streams.port();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  int datagramsHeard() {
    return asked.get();
  }

  int connections() {
    return streams.connections();
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[4096], 4096);
    while (!datagrams.isClosed()) {
      try {
        packet.setLength(4096);
        datagrams.receive(packet);
        asked.incrementAndGet();
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : overUdp.answers(question)) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (Exception e) {
        // The other side has left, or a test's answer cannot be sent: nothing comes back then.
      }
    }
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    streams.close();
  }
}
